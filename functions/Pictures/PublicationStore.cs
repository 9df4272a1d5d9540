using System.Collections.Immutable;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>A photo of a check that its owner chose to publish.</summary>
/// <param name="Photo">The photo, with the answer at that time.</param>
/// <param name="PictureId">The id of its picture, chosen before the picture exists, so that posting is idempotent.</param>
public sealed record ChosenPhoto(FinishedPhoto Photo, long PictureId);

/// <summary>The photos of one check that its owner chose to publish.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="TaskId">The check.</param>
/// <param name="Photos">At most one per view.</param>
public sealed record Publication(long UserId, string TaskId, ImmutableArray<ChosenPhoto> Photos)
{
    public ChosenPhoto? View(string view) => Photos.FirstOrDefault(chosen => chosen.Photo.View == view);
}

/// <summary>Publications, each in the partition of its owner.</summary>
public sealed class PublicationStore(IDocuments documents, Outbox outbox, TimeProvider time)
{
    // The request itself posts the photos at once. The message is only for what a crash leaves undone.
    private static readonly TimeSpan OrderDelay = TimeSpan.FromMinutes(1);

    private static readonly DocumentKind<Publication> Kind = new("publication", PictureJson.Default.Publication);

    public Task<Document<Publication>?> Find(long userId, string taskId, CancellationToken cancellation) =>
        documents.Read(Kind, AccountStore.Partition(userId), DocumentId(taskId), cancellation);

    /// <summary>Stores the choice and queues its posting; false if another choice was stored meanwhile.</summary>
    public async Task<bool> Store(Document<Publication>? before, Publication after, CancellationToken cancellation)
    {
        var commit = new Commit(AccountStore.Partition(after.UserId));
        commit = before is null ? commit.Create(Kind, DocumentId(after.TaskId), after) : commit.Replace(Kind, before, after);
        var order = PictureQueues.Publications.Message(
            $"{after.TaskId}-{after.Photos.Max(chosen => chosen.PictureId)}",
            new PublicationOrder(after.UserId, after.TaskId),
            time.GetUtcNow() + OrderDelay);
        return (await outbox.Commit(commit, [order], cancellation)).IsCommitted;
    }

    /// <summary>Deletes every publication of an account.</summary>
    public Task DeleteAll(long userId, CancellationToken cancellation) =>
        documents.DeleteAll(Kind, AccountStore.Partition(userId), cancellation);

    private static string DocumentId(string taskId) => $"publication-{taskId}";
}
