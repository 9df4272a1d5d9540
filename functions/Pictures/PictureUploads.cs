using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Imaging;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>
/// Stores pictures without their metadata, turned as it said, and puts them into the feeds. Before the upload begins, a reconcile message
/// is queued for a time after the upload must have ended. It completes whatever a crash prevented, and deletes the blob if there is no
/// picture.
/// </summary>
public sealed partial class PictureUploads(
    PictureStore pictures,
    PictureReconciler reconciler,
    PictureQuota quota,
    PictureTurner turner,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs,
    IMessageSender sender,
    TimeProvider time,
    ILogger<PictureUploads> logger)
{
    // A slower upload is refused, so that it is never running when the reconcile message arrives.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReconcileDelay = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Posts a picture under a new id; false if the id is taken. <paramref name="finished"/> is called with the size when the bytes are
    /// stored but the picture does not exist yet, and may refuse it.
    /// </summary>
    /// <exception cref="Refusal">
    /// 400 <c>not_an_image</c>, 413 <c>picture_too_large</c>, 422 <c>not_turned</c>, 408 <c>too_slow</c>, 403 <c>quota_exceeded</c>, and
    /// those of <paramref name="finished"/>.
    /// </exception>
    public async Task<bool> Post(
        long id,
        long accountId,
        string contentType,
        Stream content,
        CheckedPicture? check,
        Func<long, Task> finished,
        CancellationToken cancellation)
    {
        // Before the bytes are read, so that an account at its limit costs nothing. What counts is taken below.
        await quota.Require(accountId, cancellation);
        var now = time.GetUtcNow();
        var blob = PictureBlob.Name(id);
        await sender.Send(PictureQueues.Reconcile($"late-{id}-{Guid.NewGuid():N}", id, accountId, now + ReconcileDelay), cancellation);
        await using var clean = new CleanPicture(contentType, content, PictureBlob.MaximumSize, cancellation);
        await using var upload = new UploadStream(clean, PictureBlob.MaximumSize, default, TooLarge, TooLarge);
        await blobs.Upload(blob, upload, contentType, cancellation);
        await finished(upload.Count);
        var stored = new StoredBytes(upload.Sha256(), upload.Count);
        if (clean.Orientation != Orientation.Normal)
            stored = await turner.Turn(blobs, blob, stored, contentType, clean.Orientation, cancellation) ?? stored;
        if (time.GetUtcNow() - now > LongestUpload)
            throw new Refusal(408, "too_slow", $"The picture took longer than {LongestUpload.TotalMinutes} minutes to arrive.");
        var picture = new Picture(
            id, accountId, stored.Sha256, stored.Size, contentType, blob, PictureState.Pending, now, check);
        // If a crash comes before the picture is created, the message above gives it back.
        await quota.Take(accountId, id, stored.Size, cancellation);
        if (!await pictures.Create(picture, cancellation))
        {
            // Another account's picture has the id. A picture of the same account with it is this one, posted again after a crash.
            if ((await pictures.Find(id, cancellation))?.Value.AccountId != accountId)
                await quota.GiveBack(accountId, id, CancellationToken.None);
            return false;
        }
        await Reconcile(id, accountId);
        return true;
    }

    /// <summary>Deletes a picture; false if it was deleted meanwhile.</summary>
    public async Task<bool> Delete(Document<Picture> picture, CancellationToken cancellation)
    {
        var id = picture.Value.Id;
        Document<Picture>? newest = picture;
        var isDeleted = await DocumentChanges.Retry(time, Try, cancellation);
        if (isDeleted)
            await Reconcile(id, picture.Value.AccountId);
        return isDeleted;

        async Task<bool?> Try()
        {
            if (newest is null or { Value.State: PictureState.Deleted })
                return false;
            if (await pictures.Delete(newest, cancellation))
                return true;
            newest = await pictures.Find(id, cancellation);
            return null;
        }
    }

    public static Refusal TooLarge() => CleanPicture.TooLarge(PictureBlob.MaximumSize);

    // The picture is stored, so the request succeeds. A failure here is retried by message: the client could do nothing about it.
    private async Task Reconcile(long id, long accountId)
    {
        try
        {
            await reconciler.Reconcile(id, accountId, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogReconcileFailed(exception, id);
            await sender.Send(PictureQueues.Reconcile($"again-{id}-{Guid.NewGuid():N}", id, accountId), CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Picture {Id} is stored but could not be reconciled. It will be retried.")]
    private partial void LogReconcileFailed(Exception exception, long id);
}
