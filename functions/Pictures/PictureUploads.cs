using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>
/// Brings pictures into storage and into the feeds. Before a blob can come to be, an order is sent to settle the picture after
/// the upload's last moment: whatever step a crash prevents, it does, and where there is no picture it deletes the blob.
/// </summary>
public sealed partial class PictureUploads(
    PictureStore pictures,
    PictureSettler settler,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs,
    IMessageSender sender,
    TimeProvider time,
    ILogger<PictureUploads> logger)
{
    // An upload that takes longer is given up, so that it never meets the order that clears up behind it.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SettleDelay = TimeSpan.FromMinutes(15);

    /// <summary>Posts a picture.</summary>
    /// <param name="id">A fresh id.</param>
    /// <param name="accountId">Who posts it.</param>
    /// <param name="contentType">What its first bytes say.</param>
    /// <param name="content">Its bytes, read once as they arrive.</param>
    /// <param name="check">For a photo of a finished check, what that found.</param>
    /// <param name="finished">Called when the bytes are stored and nothing of the picture exists yet; it may refuse.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where the id is taken.</returns>
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
        await sender.Send(PictureQueues.Settle($"late-{id}-{Guid.NewGuid():N}", id, now + SettleDelay), cancellation);
        await using var upload = new UploadStream(content, PictureBlob.MaximumSize, default, TooLarge, TooLarge);
        await blobs.Upload(blob, upload, contentType, cancellation);
        await finished();
        if (time.GetUtcNow() - now > LongestUpload)
            throw new Refusal(408, "too_slow", $"The picture took longer than {LongestUpload.TotalMinutes} minutes to arrive.");
        var picture = new Picture(
            id, accountId, upload.Sha256(), upload.Count, contentType, blob, PictureState.Pending, now, check);
        if (!await pictures.Create(picture, cancellation))
            return false;
        await Settle(id);
        return true;
    }

    /// <summary>Deletes a picture; false where somebody else did meanwhile.</summary>
    public async Task<bool> Delete(Document<Picture> picture, CancellationToken cancellation)
    {
        var id = picture.Value.Id;
        Document<Picture>? newest = picture;
        var isDeleted = await DocumentChanges.Retry(time, Try, cancellation);
        if (isDeleted)
            await Settle(id);
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

    /// <summary>413 <c>picture_too_large</c>.</summary>
    public static Refusal TooLarge() =>
        new(413, "picture_too_large", $"A picture may have at most {PictureBlob.MaximumSize} bytes.");

    // Stored is stored: what fails from here on is tried again without the client, who could do nothing about it.
    private async Task Settle(long id)
    {
        try
        {
            await settler.Settle(id, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotSettled(exception, id);
            await sender.Send(PictureQueues.Settle($"again-{id}-{Guid.NewGuid():N}", id), CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Picture {Id} was stored and could not be put into its place; it will be.")]
    private partial void LogNotSettled(Exception exception, long id);
}
