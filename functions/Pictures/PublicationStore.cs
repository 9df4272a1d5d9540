using System.Collections.Immutable;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>A photo of a check, chosen to be shown.</summary>
/// <param name="Photo">The photo, with the answer at that time.</param>
/// <param name="PictureId">The picture that shows it, drawn before that exists, so that posting it twice makes one.</param>
public sealed record ChosenPhoto(FinishedPhoto Photo, long PictureId);

/// <summary>The photos of one check that its owner chose to show.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="TaskId">The check.</param>
/// <param name="Photos">At most one a view.</param>
public sealed record Publication(long UserId, string TaskId, ImmutableArray<ChosenPhoto> Photos)
{
    /// <summary>What is shown of a view; null where nothing is.</summary>
    public ChosenPhoto? View(string view) => Photos.FirstOrDefault(chosen => chosen.Photo.View == view);
}

/// <summary>Publications, each in its owner's partition.</summary>
public sealed class PublicationStore(IDocuments documents, Outbox outbox, TimeProvider time)
{
    // Whoever chose them posts them at once; the order is for what that leaves undone.
    private static readonly TimeSpan OrderDelay = TimeSpan.FromMinutes(1);

    private static readonly DocumentKind<Publication> Kind = new("publication", PictureJson.Default.Publication);

    /// <summary>What was chosen of a check; null where nothing was.</summary>
    public Task<Document<Publication>?> Find(long userId, string taskId, CancellationToken cancellation) =>
        documents.Read(Kind, AccountStore.Partition(userId), DocumentId(taskId), cancellation);

    /// <summary>Stores what was chosen, with the order to post it; false where another choice came between.</summary>
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

    private static string DocumentId(string taskId) => $"publication-{taskId}";
}
