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
    TimeProvider time,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs)
{
    /// <summary>Reconciles a picture; an id without a picture is an upload that never completed.</summary>
    public Task Reconcile(long id, CancellationToken cancellation) =>
        DocumentChanges.Retry(time, async Task<bool?> () => await TryReconcile(id, cancellation) ? true : null, cancellation);

    /// <summary>One attempt; false if the picture changed meanwhile.</summary>
    private async Task<bool> TryReconcile(long id, CancellationToken cancellation)
    {
        var own = PictureBlob.Name(id);
        var picture = await pictures.Find(id, cancellation);
        switch (picture?.Value)
        {
            case null:
                // The upload failed. It cannot still be running: this message arrives after the upload's time limit.
                await blobs.Delete(own, cancellation);
                break;
            case { State: PictureState.Pending } pending:
                var blob = await contents.Acquire(pending.Sha256, id, own, cancellation);
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
                await DeleteUnless((await contents.Find(deleted.Sha256, cancellation))?.Blob == own, own, cancellation);
                break;
        }
        return true;
    }

    private Task DeleteUnless(bool isShown, string blob, CancellationToken cancellation) =>
        isShown ? Task.CompletedTask : blobs.Delete(blob, cancellation);
}
