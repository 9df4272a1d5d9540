using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>
/// Stores pictures and puts them into the feeds. Before the upload begins, a reconcile message is queued for a time after the upload
/// must have ended. It completes whatever a crash prevented, and deletes the blob if there is no picture.
/// </summary>
public sealed partial class PictureUploads(
    PictureStore pictures,
    PictureReconciler reconciler,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs,
    IMessageSender sender,
    TimeProvider time,
    ILogger<PictureUploads> logger)
{
    // A slower upload is refused, so that it is never running when the reconcile message arrives.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReconcileDelay = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Posts a picture under a new id; false if the id is taken. <paramref name="finished"/> is called when the bytes are stored but the
    /// picture does not exist yet, and may refuse it.
    /// </summary>
    /// <exception cref="Refusal">413 <c>picture_too_large</c>, 408 <c>too_slow</c>, and those of <paramref name="finished"/>.</exception>
    public async Task<bool> Post(
        long id,
        long accountId,
        string contentType,
        Stream content,
        CheckedPicture? check,
        Func<Task> finished,
        CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var blob = PictureBlob.Name(id);
        await sender.Send(PictureQueues.Reconcile($"late-{id}-{Guid.NewGuid():N}", id, now + ReconcileDelay), cancellation);
        await using var upload = new UploadStream(content, PictureBlob.MaximumSize, default, TooLarge, TooLarge);
        await blobs.Upload(blob, upload, contentType, cancellation);
        await finished();
        if (time.GetUtcNow() - now > LongestUpload)
            throw new Refusal(408, "too_slow", $"The picture took longer than {LongestUpload.TotalMinutes} minutes to arrive.");
        var picture = new Picture(
            id, accountId, upload.Sha256(), upload.Count, contentType, blob, PictureState.Pending, now, check);
        if (!await pictures.Create(picture, cancellation))
            return false;
        await Reconcile(id);
        return true;
    }

    /// <summary>Deletes a picture; false if it was deleted meanwhile.</summary>
    public async Task<bool> Delete(Document<Picture> picture, CancellationToken cancellation)
    {
        var id = picture.Value.Id;
        Document<Picture>? newest = picture;
        var isDeleted = await DocumentChanges.Retry(time, Try, cancellation);
        if (isDeleted)
            await Reconcile(id);
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

    public static Refusal TooLarge() =>
        new(413, "picture_too_large", $"A picture may have at most {PictureBlob.MaximumSize} bytes.");

    // The picture is stored, so the request succeeds. A failure here is retried by message: the client could do nothing about it.
    private async Task Reconcile(long id)
    {
        try
        {
            await reconciler.Reconcile(id, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogReconcileFailed(exception, id);
            await sender.Send(PictureQueues.Reconcile($"again-{id}-{Guid.NewGuid():N}", id), CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Picture {Id} is stored but could not be reconciled. It will be retried.")]
    private partial void LogReconcileFailed(Exception exception, long id);
}
