using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>A view that prevents the run.</summary>
/// <param name="View">The view.</param>
/// <param name="Code">
/// not_uploaded, photo_too_large, size_mismatch, sha256_mismatch, not_jpeg, unreadable, too_few_pixels or too_many_pixels.
/// </param>
/// <param name="Reason">For a person: the English of <paramref name="Text"/>.</param>
/// <param name="Text">The reason in the clients' languages.</param>
public sealed record ViewProblem(string View, string Code, string Reason, LocalText Text);

/// <summary>The shape of 409 <c>task_not_ready</c>, for the API description.</summary>
/// <param name="Type">Always <c>about:blank</c>.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">409.</param>
/// <param name="Detail">What is wrong, for a person.</param>
/// <param name="Code">task_not_ready.</param>
/// <param name="Missing">Required views without a photo.</param>
/// <param name="Rejected">Views whose photo cannot be used.</param>
public sealed record NotReadyProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    IReadOnlyList<ViewProblem> Missing,
    IReadOnlyList<ViewProblem> Rejected);

/// <summary>
/// Freezes the photos of a check that is being submitted: copies each upload to the container of evidence, and validates the copies
/// against the template. So nobody can change a photo between its validation and any later use of it.
/// </summary>
public sealed class Readiness(
    [FromKeyedServices(PhotoBlob.Container)] BlobStore uploads,
    [FromKeyedServices(PhotoBlob.EvidenceContainer)] BlobStore evidence,
    IMessageSender sender,
    TimeProvider time)
{
    // More than the ten minutes after which the host ends a function, and than the age up to which a clean-up leaves blobs alone.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(16);

    // The frame header comes after all metadata. Cameras write about 100 KB of metadata; the maximum bounds what is read for it.
    private const int HeaderBytes = 128 * 1024;
    private const int MaximumHeaderBytes = 2 * 1024 * 1024;
    private const int PhotosAtOnce = 4;

    /// <summary>Returns the check's photos as evidence, by view. The caller calls <see cref="Drop"/> if it does not submit them.</summary>
    /// <exception cref="Refusal">409 <c>task_not_ready</c> with <c>missing</c> and <c>rejected</c>.</exception>
    public async Task<IReadOnlyDictionary<string, CheckPhoto>> Freeze(Check check, Template template, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var attempt = CheckPhotos.NewAttempt(now);
        // If the process dies, a clean-up must find the copies: the one that is already scheduled, or another one.
        if (!PhotoUploads.IsCleanedUpLater(check, now))
            await sender.Send(DeletePhotos.ScheduledCleanup(check.UserId, check.Id, now + LongestAttempt, null), cancellation);

        var found = new ConcurrentDictionary<string, CheckPhoto>();
        var problems = new ConcurrentDictionary<string, ViewProblem>();
        await Parallel.ForEachAsync(
            template.Views,
            new ParallelOptions { MaxDegreeOfParallelism = PhotosAtOnce, CancellationToken = cancellation },
            async (view, cancel) =>
            {
                var (photo, problem) = await Freeze(check, view, attempt, now, cancel);
                if (photo is not null)
                    found[view.Id] = photo;
                else if (problem is not null)
                    problems[view.Id] = problem;
            });
        if (problems.IsEmpty)
            return found;
        await Drop(check, found.Values);
        var inOrder = template.Views.Where(view => problems.ContainsKey(view.Id)).Select(view => problems[view.Id]).ToArray();
        throw new Refusal(409, "task_not_ready", "Some photos are missing or cannot be used; see missing and rejected.")
        {
            Extensions = new JsonObject
            {
                ["missing"] = List(inOrder.Where(problem => problem.Code == "not_uploaded")),
                ["rejected"] = List(inOrder.Where(problem => problem.Code != "not_uploaded")),
            },
        };
    }

    /// <summary>Deletes the copies of an attempt that was not used. What it leaves is deleted by the scheduled clean-up.</summary>
    public async Task Drop(Check check, IEnumerable<CheckPhoto> frozen)
    {
        foreach (var photo in frozen.Where(photo => check.Photo(photo.View)?.Attempt != photo.Attempt))
            await DeleteCopy(check, photo);
    }

    private async Task DeleteCopy(Check check, CheckPhoto copy)
    {
        try
        {
            await evidence.Delete(check.BlobName(copy), CancellationToken.None);
        }
        catch (Exception)
        {
            // The scheduled clean-up deletes it.
        }
    }

    private async Task<(CheckPhoto? Photo, ViewProblem? Problem)> Freeze(
        Check check, TemplateView view, string attempt, DateTimeOffset now, CancellationToken cancellation)
    {
        ViewProblem Problem(string code, LocalText text) => new(view.Id, code, text.En, text);
        ViewProblem? NotUploaded(LocalText text) => view.Required ? Problem("not_uploaded", text) : null;
        if (check.Photo(view.Id) is not { } photo)
            return (null, NotUploaded(ReadinessTexts.NoPhoto));
        var store = photo.Attempt is null ? uploads : evidence;
        if (await store.Find(check.BlobName(photo), cancellation) is not { } blob)
            return (null, NotUploaded(ReadinessTexts.LinkUnused));
        if (blob.Size > PhotoBlob.MaximumSize)
            return (null, Problem("photo_too_large", ReadinessTexts.TooLarge(blob.Size, PhotoBlob.MaximumSize)));
        if (photo.Size is { } announced && announced != blob.Size)
            return (null, Problem("size_mismatch", ReadinessTexts.OtherSize(blob.Size, announced)));
        var frozen = photo;
        if (photo.Attempt is null)
        {
            frozen = photo with { Attempt = attempt };
            try
            {
                var copy = await evidence.CopyFrom(
                    uploads, check.BlobName(photo), blob.ETag, check.BlobName(frozen), PhotoBlob.ContentType, now, cancellation);
                if (copy is null)
                    return (null, Problem("not_uploaded", ReadinessTexts.Replaced));
                blob = blob with { ETag = copy };
            }
            catch (BlobArchivedException)
            {
                return (null, Problem("unreadable", ReadinessTexts.Archived));
            }
        }
        var (submitted, problem) = await Inspect(frozen);
        if (submitted is not null)
            return (frozen with { Submitted = submitted }, null);
        if (photo.Attempt is null)
            await DeleteCopy(check, frozen);
        return (null, problem);

        async Task<(SubmittedPhoto?, ViewProblem?)> Inspect(CheckPhoto frozen)
        {
            var name = check.BlobName(frozen);
            // The server hashed this version when it received it. A client's own upload is read here only if its hash was announced;
            // otherwise the run hashes it, which reads it anyway.
            byte[]? start = null;
            if (photo.Sha256 is { } sha256 && photo.ReceivedETag != blob.ETag)
            {
                (var hash, start) = await Hash(name, blob.ETag, cancellation);
                if (hash != sha256)
                    return (null, Problem("sha256_mismatch", ReadinessTexts.OtherContent));
            }
            try
            {
                var header = await ReadHeader(name, blob, start, cancellation);
                var pixels = (long)header.Width * header.Height;
                var text = PhotoTexts.Pixels(pixels, view.MinPixels, JpegLimits.Default.MaxPixels);
                if (pixels < view.MinPixels)
                    return (null, Problem("too_few_pixels", text));
                return pixels > JpegLimits.Default.MaxPixels
                    ? (null, Problem("too_many_pixels", text))
                    : (new SubmittedPhoto(blob.ETag, blob.Size, header.DisplayWidth, header.DisplayHeight) { Sha256 = photo.Sha256 }, null);
            }
            catch (JpegException exception)
            {
                var code = exception.Kind == JpegErrorKind.NotJpeg ? "not_jpeg" : "unreadable";
                return (null, Problem(code, PhotoTexts.NotReadable(exception.Kind)));
            }
        }
    }

    private async Task<JpegHeader> ReadHeader(string name, BlobState blob, byte[]? start, CancellationToken cancellation)
    {
        try
        {
            return JpegHeader.Read(start ?? await ReadStart(name, blob, HeaderBytes, cancellation));
        }
        catch (JpegException exception) when (exception.Kind == JpegErrorKind.Truncated && blob.Size > HeaderBytes)
        {
            // More metadata than usual: read more.
            return JpegHeader.Read(await ReadStart(name, blob, MaximumHeaderBytes, cancellation));
        }
    }

    private async Task<byte[]> ReadStart(string name, BlobState blob, int count, CancellationToken cancellation) =>
        await evidence.ReadStart(name, blob.ETag, count, cancellation)
        ?? throw new JpegException(JpegErrorKind.Truncated, "The photo was deleted while it was read.");

    private async Task<(string? Sha256, byte[] Start)> Hash(string name, string etag, CancellationToken cancellation)
    {
        await using var content = await evidence.OpenRead(name, etag, cancellation);
        if (content is null)
            return (null, []);
        await using var hashed = new UploadStream(content, PhotoBlob.MaximumSize, default, PhotoUploads.TooLarge, PhotoUploads.NotJpeg);
        var start = new byte[HeaderBytes];
        var length = await hashed.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        await hashed.CopyToAsync(Stream.Null, cancellation);
        return (hashed.Sha256(), start[..length]);
    }

    private static JsonArray List(IEnumerable<ViewProblem> problems) =>
    [
        .. problems.Select(problem => new JsonObject
        {
            ["view"] = problem.View,
            ["code"] = problem.Code,
            ["reason"] = problem.Reason,
            ["text"] = new JsonObject { ["zh"] = problem.Text.Zh, ["en"] = problem.Text.En },
        }),
    ];
}
