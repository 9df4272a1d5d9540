using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures;

/// <summary>
/// Makes content, feeds and blobs match a picture's state. It is the only code that does so, for posting and deleting as well as for
/// pictures that a crash left half done. Every step is idempotent and may run concurrently and in any order.
/// </summary>
public sealed class PictureReconciler(
    PictureStore pictures,
    PictureContents contents,
    PictureFeeds feeds,
    PictureQuota quota,
    TimeProvider time,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs)
{
    /// <summary>Reconciles a picture; an id without a picture is an upload that never completed.</summary>
    /// <param name="id">The picture.</param>
    /// <param name="accountId">Who posts it; null if that is not known, as in messages of earlier versions.</param>
    public Task Reconcile(long id, long? accountId, CancellationToken cancellation) =>
        DocumentChanges.Retry(time, async Task<bool?> () => await TryReconcile(id, accountId, cancellation) ? true : null, cancellation);

    /// <summary>One attempt; false if the picture changed meanwhile.</summary>
    private async Task<bool> TryReconcile(long id, long? accountId, CancellationToken cancellation)
    {
        var own = PictureBlob.Name(id);
        var picture = await pictures.Find(id, cancellation);
        switch (picture?.Value)
        {
            case null:
                // The upload failed. It cannot still be running: this message arrives after the upload's time limit.
                await blobs.Delete(own, cancellation);
                if (accountId is { } account)
                    await quota.GiveBack(account, id, cancellation);
                break;
            case { State: PictureState.Pending } pending:
                var blob = await contents.Acquire(pending.Sha256, id, own, cancellation);
                if (blob != own)
                    await Heal(blob, own, pending, cancellation);
                var entry = pending.Entry() with { Blob = blob };
                await Task.WhenAll(feeds.Add(null, entry, cancellation), feeds.Add(pending.AccountId, entry, cancellation));
                if (!await pictures.Publish(picture, blob, cancellation))
                    return false;
                await DeleteUnless(own == blob, own, cancellation);
                break;
            case { State: PictureState.Published } published:
                await DeleteUnless(own == published.Blob, own, cancellation);
                break;
            case { State: PictureState.Deleted } deleted:
                await Task.WhenAll(feeds.Remove(null, id, cancellation), feeds.Remove(deleted.AccountId, id, cancellation));
                await contents.Release(deleted.Sha256, id, cancellation);
                await quota.GiveBack(deleted.AccountId, id, cancellation);
                await DeleteUnless((await contents.Find(deleted.Sha256, cancellation))?.Blob == own, own, cancellation);
                break;
        }
        return true;
    }

    // Storage may have lost the blob of a content that it had accepted. The bytes that were just uploaded are the same, so they take its
    // place under its name: all pictures that refer to the content are shown again.
    private async Task Heal(string blob, string own, Picture picture, CancellationToken cancellation)
    {
        if ((await blobs.Find(blob, cancellation))?.Size == picture.Size)
            return;
        await using var content = await blobs.OpenRead(own, cancellation);
        if (content is not null)
            await blobs.Upload(blob, content, picture.ContentType, cancellation);
    }

    private Task DeleteUnless(bool isShown, string blob, CancellationToken cancellation) =>
        isShown ? Task.CompletedTask : blobs.Delete(blob, cancellation);
}
