using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.People;

/// <summary>Profiles, each in its account's partition. An account without one has said nothing yet.</summary>
public sealed class ProfileStore(IDocuments documents, AccountStore accounts, Outbox outbox, TimeProvider time)
{
    public static readonly DocumentKind<Profile> Kind = new("profile", ProfileJson.Default.Profile);

    private const string DocumentId = "profile";

    private static readonly DocumentKind<ReceivedComment> Comments = new("received-comment", ProfileJson.Default.ReceivedComment);

    /// <summary>Where the profile of an account is.</summary>
    public static DocumentPlace Place(long accountId) => new(AccountStore.Partition(accountId), DocumentId);

    /// <summary>The profile of an account; empty for who has said nothing, and if there is no such account.</summary>
    public async Task<Profile> Get(long accountId, CancellationToken cancellation) =>
        (await Read(accountId, cancellation))?.Value ?? Profile.Empty;

    /// <summary>Reads an account and its profile; null if there is no such account.</summary>
    public async Task<(Account? Account, Profile Profile)> FindWithAccount(long accountId, CancellationToken cancellation)
    {
        var (account, profile) = await accounts.FindWith(accountId, Kind, DocumentId, cancellation);
        return (account?.Value, profile?.Value ?? Profile.Empty);
    }

    /// <summary>Reads a profile and another document of its account.</summary>
    public async Task<(Profile Profile, Document<T>? Other)> FindWith<T>(
        long accountId, DocumentKind<T> kind, string id, CancellationToken cancellation)
    {
        var (profile, other) = await documents.ReadPair(
            AccountStore.Partition(accountId), (Kind, DocumentId), (kind, id), cancellation);
        return (profile?.Value ?? Profile.Empty, other);
    }

    /// <summary>Changes a profile, and repeats the change on the newest version after a conflict.</summary>
    public async Task<Profile> Change(long accountId, Func<Profile, Profile> change, CancellationToken cancellation)
    {
        var changed = await documents.Change(
            time, Kind, AccountStore.Partition(accountId), DocumentId, found => change(found?.Value ?? Profile.Empty), cancellation);
        return changed!.Value;
    }

    /// <summary>Sets the photo, and orders that the one before is deleted.</summary>
    public Task SetPhoto(long accountId, string blob, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var before = await Read(accountId, cancellation);
            var after = (before?.Value ?? Profile.Empty) with { Photo = blob };
            Message[] replaced = before?.Value.Photo is { } old ? [ProfilePhotos.Replaced(PhotoOwner.Person(accountId), old)] : [];
            return (await outbox.Commit(Put(accountId, before, after), replaced, cancellation)).IsCommitted ? true : null;
        }
    }

    /// <summary>
    /// Counts a comment that a person has received for their work. Idempotent, so that a message may bring it again; an account that does
    /// not exist any more receives none.
    /// </summary>
    /// <param name="key">What the comment is for, unique for this account; letters, digits and hyphens.</param>
    /// <param name="comment">1 to 5.</param>
    public Task AddComment(long accountId, string key, int comment, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(comment, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(comment, 5);
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var (account, before) = await accounts.FindWith(accountId, Kind, DocumentId, cancellation);
            if (account is null)
                return true;
            var profile = before?.Value ?? Profile.Empty;
            var after = profile with { CommentSum = profile.CommentSum + comment, CommentCount = profile.CommentCount + 1 };
            var commit = Put(accountId, before, after).Create(Comments, $"comment-{key}", new ReceivedComment(comment));
            var result = await documents.Commit(commit, cancellation);
            return result.IsCommitted || (result is { Outcome: CommitOutcome.Exists, Operation: 1 }) ? true : null;
        }
    }

    /// <summary>Removes the profile of an account that leaves, with its photo and its comments. Idempotent.</summary>
    public async Task Remove(long accountId, ProfilePhotos photos, CancellationToken cancellation)
    {
        if (await Read(accountId, cancellation) is { } profile)
        {
            if (profile.Value.Photo is { } photo)
                await photos.Delete(photo, cancellation);
            await documents.Commit(new Commit(profile.Partition).Delete(profile.Id), cancellation);
        }
        await documents.DeleteAll(Comments, AccountStore.Partition(accountId), cancellation);
    }

    private Task<Document<Profile>?> Read(long accountId, CancellationToken cancellation) =>
        documents.Read(Kind, AccountStore.Partition(accountId), DocumentId, cancellation);

    private static Commit Put(long accountId, Document<Profile>? before, Profile after)
    {
        var commit = new Commit(AccountStore.Partition(accountId));
        return before is null ? commit.Create(Kind, DocumentId, after) : commit.Replace(Kind, before, after);
    }
}
