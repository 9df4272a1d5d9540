using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>Stores inbox entries, each in its account's partition.</summary>
public sealed class NotificationStore(IDocuments documents, TimeProvider time)
{
    public static readonly DocumentKind<Notification> Kind = new("notification", NotificationJson.Default.Notification);

    /// <summary>How long an entry stays.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    /// <summary>The id of an entry's document in its account's partition.</summary>
    public static string DocumentId(string id) => $"notification-{id}";

    public async Task<Notification?> Find(long accountId, string id, CancellationToken cancellation) =>
        (await documents.Read(Kind, AccountStore.Partition(accountId), DocumentId(id), cancellation))?.Value;

    /// <summary>A page of entries, newest first: those read, those unread, or (null) both.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: the continuation is not from this list.</exception>
    public async Task<Page<Notification>> List(
        long accountId, bool? read, int limit, string? continuation, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Partition = AccountStore.Partition(accountId),
            Conditions = read is null ? [] : [Condition.Equal("read", read.Value)],
            OrderBy = "at",
            Descending = true,
            Limit = limit,
            Continuation = continuation,
        };
        try
        {
            return await documents.Query(Kind, query, cancellation);
        }
        catch (ArgumentException) when (continuation is not null)
        {
            throw Refusal.Field("continuation", "must be taken from a next link of this list.");
        }
    }

    /// <exception cref="Refusal">404 <c>not_found</c>.</exception>
    public Task<Notification> Mark(long accountId, string id, bool read, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Notification?> Try()
        {
            var partition = AccountStore.Partition(accountId);
            var entry = await documents.Read(Kind, partition, DocumentId(id), cancellation) ?? throw Refusal.NotFound("notification");
            if (entry.Value.Read == read)
                return entry.Value;
            var marked = entry.Value with { Read = read };
            // A write begins the time to live anew; reading an entry does not make it stay longer.
            var left = DateTimeOffset.FromUnixTimeMilliseconds(marked.At) + Lifetime - time.GetUtcNow();
            var result = await documents.Commit(
                new Commit(partition).Replace(Kind, entry, marked, left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1)), cancellation);
            return result.IsCommitted ? marked : null;
        }
    }

    /// <summary>Deletes every entry of an account.</summary>
    public Task DeleteAll(long accountId, CancellationToken cancellation) =>
        documents.DeleteAll(Kind, AccountStore.Partition(accountId), cancellation);
}
