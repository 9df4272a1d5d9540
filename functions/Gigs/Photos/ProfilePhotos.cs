using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Imaging;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Photos;

/// <summary>
/// Stores the photos of people and organizations, without their metadata and turned as it said. Each upload has a blob of its own, which
/// counts once the owner's document names it. Before the upload begins, a message is queued for a time after it must have ended: it
/// deletes the blob unless the document names it. So a crash leaves none behind.
/// </summary>
public sealed class ProfilePhotos(
    PictureTurner turner,
    UploadSlots slots,
    [FromKeyedServices(ProfilePhotos.Container)] BlobStore blobs,
    IMessageSender sender,
    TimeProvider time)
{
    public const string Container = "profile-photos";

    /// <summary>The one format of photos.</summary>
    public const string ContentType = "image/jpeg";

    /// <summary>Maximum size of a photo, in bytes.</summary>
    public const int MaximumSize = 5 * 1024 * 1024;

    // A slower upload is refused, so that it is never running when its clean-up arrives.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CleanupDelay = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(5);

    // The first bytes of every JPEG.
    private static readonly byte[] Prefix = [0xFF, 0xD8, 0xFF];

    /// <summary>Stores the body of a request, a JPEG, as it arrives, and returns the name of its blob.</summary>
    /// <param name="callerId">Whose uploads it counts with.</param>
    /// <param name="owner">Whose photo it is to be.</param>
    /// <exception cref="Refusal">
    /// 415 <c>not_jpeg</c>, 400 <c>not_an_image</c>, 413 <c>picture_too_large</c>, 422 <c>not_turned</c>, 408 <c>too_slow</c>,
    /// 429 <c>too_many_uploads</c>, 503 <c>uploads_busy</c>.
    /// </exception>
    public async Task<string> Receive(long callerId, PhotoOwner owner, HttpRequest request, CancellationToken cancellation)
    {
        if (UploadForm.MediaType(request) != ContentType)
            throw NotJpeg();
        if (request.ContentLength > MaximumSize)
            throw TooLarge();
        using var slot = slots.Begin(callerId, UploadSlots.PassedOn);
        var started = time.GetUtcNow();
        var blob = owner.NewBlob();
        var order = PhotoQueues.Cleanups.Message($"late-{blob}", new PhotoCleanup(owner, blob), started + CleanupDelay);
        await sender.Send(order, cancellation);
        await using var clean = new CleanPicture(ContentType, request.Body, MaximumSize, cancellation);
        await using var upload = new UploadStream(clean, MaximumSize, Prefix, TooLarge, NotJpeg);
        await blobs.Upload(blob, upload, ContentType, cancellation);
        if (clean.Orientation != Orientation.Normal)
        {
            await turner.Turn(
                blobs, blob, new StoredBytes(upload.Sha256(), upload.Count), ContentType, clean.Orientation, cancellation);
        }
        return time.GetUtcNow() - started <= LongestUpload
            ? blob
            : throw new Refusal(408, "too_slow", $"The photo took longer than {LongestUpload.TotalMinutes} minutes to arrive.");
    }

    /// <summary>A redirection to a photo, by a short-lived link to blob storage.</summary>
    /// <param name="blob">The name of its blob; null if there is no photo.</param>
    /// <exception cref="Refusal">404 <c>not_found</c>: there is no photo.</exception>
    public async Task<IResult> Show(string? blob, CancellationToken cancellation) => blob is null
        ? throw new Refusal(404, "not_found", "photo Not Found")
        : new LinkResult(await blobs.ReadLink(blob, ContentType, "photo.jpg", time.GetUtcNow() + LinkLifetime, cancellation));

    public Task Delete(string blob, CancellationToken cancellation) => blobs.Delete(blob, cancellation);

    /// <summary>The message that deletes a photo which another has replaced.</summary>
    public static Message Replaced(PhotoOwner owner, string blob) =>
        PhotoQueues.Cleanups.Message($"replaced-{blob}", new PhotoCleanup(owner, blob));

    private static Refusal NotJpeg() => new(415, "not_jpeg", "Unsupported Media Type");

    private static Refusal TooLarge() => CleanPicture.TooLarge(MaximumSize);
}
