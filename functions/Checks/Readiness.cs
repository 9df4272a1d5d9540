using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>A view that prevents the run.</summary>
/// <param name="View">The view.</param>
/// <param name="Code">
/// not_uploaded, photo_too_large, size_mismatch, sha256_mismatch, not_jpeg, unreadable, too_few_pixels or too_many_pixels.
/// </param>
/// <param name="Reason">For a person.</param>
public sealed record ViewProblem(string View, string Code, string Reason);

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

/// <summary>Validates what is really in storage against the template, before a check is run.</summary>
public sealed class Readiness([FromKeyedServices(PhotoBlob.Container)] BlobStore photos)
{
    // The frame header comes after all metadata. Cameras write about 100 KB of metadata; the maximum bounds what is read for it.
    private const int HeaderBytes = 128 * 1024;
    private const int MaximumHeaderBytes = 2 * 1024 * 1024;
    private const int PhotosAtOnce = 4;

    /// <summary>Returns what is in storage, by view.</summary>
    /// <exception cref="Refusal">409 <c>task_not_ready</c> with <c>missing</c> and <c>rejected</c>.</exception>
    public async Task<IReadOnlyDictionary<string, SubmittedPhoto>> Validate(
        Check check, Template template, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<string, SubmittedPhoto>();
        var problems = new ConcurrentDictionary<string, ViewProblem>();
        await Parallel.ForEachAsync(
            template.Views,
            new ParallelOptions { MaxDegreeOfParallelism = PhotosAtOnce, CancellationToken = cancellation },
            async (view, cancel) =>
            {
                var (photo, problem) = await Inspect(check, view, cancel);
                if (photo is not null)
                    found[view.Id] = photo;
                else if (problem is not null)
                    problems[view.Id] = problem;
            });
        if (problems.IsEmpty)
            return found;
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

    private async Task<(SubmittedPhoto? Photo, ViewProblem? Problem)> Inspect(
        Check check, TemplateView view, CancellationToken cancellation)
    {
        ViewProblem Problem(string code, string reason) => new(view.Id, code, reason);

        if (check.Photo(view.Id) is not { } photo)
            return (null, view.Required ? Problem("not_uploaded", "This view is required and has no photo.") : null);
        var name = check.BlobName(photo);
        if (await photos.Find(name, cancellation) is not { } blob)
            return (null, view.Required ? Problem("not_uploaded", "Nothing was uploaded with this view's link.") : null);
        if (blob.Size > PhotoBlob.MaximumSize)
            return (null, Problem("photo_too_large", $"It has {blob.Size} bytes; {PhotoBlob.MaximumSize} are allowed."));
        if (photo.Size is { } announced && announced != blob.Size)
            return (null, Problem("size_mismatch", $"{announced} bytes were announced and {blob.Size} uploaded."));
        // The server hashed this version when it received it. A client's own upload is read once here, for its hash and its header.
        byte[]? start = null;
        if (photo.Sha256 is { } sha256 && photo.ReceivedETag != blob.ETag)
        {
            (var found, start) = await Hash(name, blob.ETag, cancellation);
            if (found != sha256)
                return (null, Problem("sha256_mismatch", "The SHA-256 of the uploaded bytes is not the announced one."));
        }
        try
        {
            var header = await ReadHeader(name, blob, start, cancellation);
            var pixels = (long)header.Width * header.Height;
            if (pixels < view.MinPixels)
                return (null, Problem("too_few_pixels", $"It has {pixels} pixels; this view needs {view.MinPixels}."));
            return pixels > JpegLimits.Default.MaxPixels
                ? (null, Problem("too_many_pixels", $"It has {pixels} pixels; {JpegLimits.Default.MaxPixels} are allowed."))
                : (new SubmittedPhoto(blob.ETag, blob.Size, header.DisplayWidth, header.DisplayHeight) { Sha256 = photo.Sha256 }, null);
        }
        catch (JpegException exception)
        {
            return (null, Problem(exception.Kind == JpegErrorKind.NotJpeg ? "not_jpeg" : "unreadable", exception.Message));
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
        await photos.ReadStart(name, blob.ETag, count, cancellation)
        ?? throw new JpegException(JpegErrorKind.Truncated, "The photo was replaced while it was read.");

    private async Task<(string? Sha256, byte[] Start)> Hash(string name, string etag, CancellationToken cancellation)
    {
        await using var content = await photos.OpenRead(name, etag, cancellation);
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
        }),
    ];
}
