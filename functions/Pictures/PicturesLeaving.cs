using SneakerCheck.Accounts;

namespace SneakerCheck.Pictures;

/// <summary>Removes the pictures of a deleted account from the feeds, those published from checks included.</summary>
public sealed class PicturesLeaving(
    PublicationStore publications,
    PictureFeeds feeds,
    PictureStore pictures,
    PictureUploads uploads,
    PictureReconciler reconciler,
    PictureQuota quota)
    : IAccountLeaving
{
    public async Task Remove(long accountId, CancellationToken cancellation)
    {
        // First the choices, so that nothing more is posted.
        await publications.DeleteAll(accountId, cancellation);
        while ((await feeds.Page(accountId, 0, PictureFeeds.MaximumLimit, cancellation)).Entries is { IsEmpty: false } entries)
        {
            foreach (var entry in entries)
            {
                // One that is deleted already was interrupted before it left the feed.
                if (await pictures.Find(entry.Id, cancellation) is not { Value.State: not PictureState.Deleted } picture)
                    await reconciler.Reconcile(entry.Id, accountId, cancellation);
                else
                    await uploads.Delete(picture, cancellation);
            }
        }
        await quota.Forget(accountId, cancellation);
    }
}
