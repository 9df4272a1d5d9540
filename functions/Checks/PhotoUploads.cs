using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>
/// Brings photos into storage. Before a blob can come to be, a clean-up is ordered for after the upload's last moment: it
/// deletes the blob unless its check shows it by then. So neither an abandoned upload, nor one that arrives after its check
/// is gone, nor a crash half way leaves a photo behind.
/// </summary>
public sealed class PhotoUploads(
    CheckStore checks,
    Catalogue catalogue,
    [FromKeyedServices(PhotoBlob.Container)] BlobStore photos,
    IMessageSender sender,
    TimeProvider time)
{
    /// <summary>How long an upload link works.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    // A block may be on its way when its link ends, and clocks differ.
    private static readonly TimeSpan CleanupDelay = LinkLifetime + TimeSpan.FromMinutes(5);

    /// <summary>Announces a photo that the client will put into storage itself.</summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415.</exception>
    public async Task<AddFileReply> Announce(long userId, string taskId, AddFileRequest request, CancellationToken cancellation)
    {
        if (!PhotoBlob.ContentType.Equals(request.ContentType, StringComparison.OrdinalIgnoreCase))
            throw request.ContentType is null ? Refusal.Field("content_type", "is required.") : NotJpeg();
        var size = request.Size is > 0 ? request.Size.Value : throw Refusal.Field("size", "must be the number of bytes.");
        if (size > PhotoBlob.MaximumSize)
            throw TooLarge();
        var sha256 = request.Sha256?.ToLowerInvariant();
        if (sha256 is not null && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)))
            throw Refusal.Field("sha256", "must be 64 hex digits.");
        var now = time.GetUtcNow();
        var photo = new CheckPhoto(request.View ?? "", NewFileId(now), now, size, sha256, null);
        var check = await Add(userId, taskId, photo, WithCleanup, cancellation);
        var expires = now + LinkLifetime;
        var link = await photos.UploadLink(check.Value.BlobName(photo), PhotoBlob.ContentType, expires, cancellation);
        var upload = new Upload(link.Method, link.Url.AbsoluteUri, link.Headers, expires);
        return new AddFileReply(photo.FileId, photo.View, upload, null, sha256);
    }

    /// <summary>Receives a photo as the body itself.</summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415.</exception>
    public async Task<AddFileReply> ReceiveBody(
        long userId, string taskId, string view, Stream body, long? length, CancellationToken cancellation)
    {
        if (length > PhotoBlob.MaximumSize)
            throw TooLarge();
        await DemandPlace(await checks.Get(userId, taskId, cancellation), view, cancellation);
        var photo = await Store(userId, taskId, body, cancellation);
        return await Keep(userId, taskId, photo with { View = view }, cancellation);
    }

    /// <summary>Receives a photo as the part <c>file</c> of a form, with its view in <c>view</c> or <c>type</c>, in any order, or in the query.</summary>
    /// <exception cref="Refusal">400, 404, 409, 413, 415.</exception>
    public async Task<AddFileReply> ReceiveForm(
        long userId, string taskId, HttpRequest request, string queryView, CancellationToken cancellation)
    {
        var check = await checks.Get(userId, taskId, cancellation);
        check.Value.DemandIncomplete();
        CheckPhoto? photo = null;
        var texts = await UploadForm.Read(
            request, "file", async content => photo = await Store(userId, taskId, content, cancellation), cancellation);
        var view = texts.GetValueOrDefault("view") ?? texts.GetValueOrDefault("type") ?? queryView;
        await DemandPlace(check, view, cancellation);
        return await Keep(userId, taskId, photo! with { View = view }, cancellation);
    }

    /// <summary>415 <c>not_jpeg</c>.</summary>
    public static Refusal NotJpeg() => new(415, "not_jpeg", "A photo must be a JPEG.");

    /// <summary>Passes a photo on, and refuses it where it is too large or no JPEG.</summary>
    public static UploadStream Checked(Stream content) =>
        new(content, PhotoBlob.MaximumSize, PhotoBlob.Magic, TooLarge, NotJpeg);

    private async Task<CheckPhoto> Store(long userId, string taskId, Stream content, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var fileId = NewFileId(now);
        await sender.Send(CleanupLater(userId, taskId, fileId, now), cancellation);
        await using var upload = Checked(content);
        var etag = await photos.Upload(PhotoBlob.Name(userId, taskId, fileId), upload, PhotoBlob.ContentType, cancellation);
        return new CheckPhoto("", fileId, now, upload.Count, upload.Sha256(), null) { ReceivedETag = etag };
    }

    private async Task<AddFileReply> Keep(long userId, string taskId, CheckPhoto photo, CancellationToken cancellation)
    {
        await Add(userId, taskId, photo, Replaced, cancellation);
        return new AddFileReply(photo.FileId, photo.View, null, photo.Size, photo.Sha256);
    }

    private Task<Document<Check>> Add(
        long userId,
        string taskId,
        CheckPhoto photo,
        Func<Check, Check, IReadOnlyList<Message>> messages,
        CancellationToken cancellation) =>
        checks.Change(
            userId,
            taskId,
            async before =>
            {
                await DemandPlace(before, photo.View, cancellation);
                return before.Value.WithPhoto(photo);
            },
            messages,
            cancellation);

    private async Task DemandPlace(Document<Check> check, string view, CancellationToken cancellation)
    {
        check.Value.DemandIncomplete();
        var template = await catalogue.TemplateOf(check.Value, cancellation);
        if (template?.View(view) is null)
        {
            var known = string.Join(", ", template?.Views.Select(known => known.Id) ?? []);
            throw Refusal.Field("view", $"must be one of {known}.");
        }
    }

    private IReadOnlyList<Message> WithCleanup(Check before, Check after) =>
        [.. Replaced(before, after), CleanupLater(after.UserId, after.Id, after.Photos[^1].FileId, time.GetUtcNow())];

    private static IReadOnlyList<Message> Replaced(Check before, Check after) =>
        DeletePhotos.Orders(after, [.. before.Photos.Except(after.Photos)]);

    private static Message CleanupLater(long userId, string taskId, string fileId, DateTimeOffset now) =>
        CheckQueues.Cleanups.Message($"late-{fileId}", new PhotoCleanup(userId, taskId, [fileId]), now + CleanupDelay);

    private static string NewFileId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>413 <c>photo_too_large</c>.</summary>
    public static Refusal TooLarge() =>
        new(413, "photo_too_large", $"A photo may have at most {PhotoBlob.MaximumSize} bytes.");
}
