using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures;

/// <summary>
/// Brings content, feeds and blobs to what a picture's state says: the one way in and out, for whoever posts or deletes and for
/// whoever finds a picture that was left half way. Every step may be done twice, in any order, by several at once.
/// </summary>
public sealed class PictureSettler(
    PictureStore pictures,
    PictureContents contents,
    PictureFeeds feeds,
    TimeProvider time,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs)
{
    /// <summary>Settles a picture, of which there may be none.</summary>
    public Task Settle(long id, CancellationToken cancellation) =>
        DocumentChanges.Retry(time, async Task<bool?> () => await IsSettled(id, cancellation) ? true : null, cancellation);

    /// <summary>Settles a picture as it is now; false where it changed meanwhile.</summary>
    private async Task<bool> IsSettled(long id, CancellationToken cancellation)
    {
        var own = PictureBlob.Name(id);
        var picture = await pictures.Find(id, cancellation);
        switch (picture?.Value)
        {
            case null:
                // An upload that came to nothing.
                await blobs.Delete(own, cancellation);
                break;
            case { State: PictureState.Pending } pending:
                var blob = await contents.Hold(pending.Sha256, id, own, cancellation);
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
