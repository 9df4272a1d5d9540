using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>Stores inbox entries, each in its account's partition.</summary>
public sealed class NotificationStore(IDocuments documents, TimeProvider time)
{
    public static readonly DocumentKind<Notification> Kind = new("notification", NotificationJson.Default.Notification);

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
    public async Task<Notification> Mark(long accountId, string id, bool read, CancellationToken cancellation)
    {
        var marked = await documents.Change(
            time,
            Kind,
            AccountStore.Partition(accountId),
            DocumentId(id),
            entry => entry is null || entry.Value.Read == read ? entry?.Value : entry.Value with { Read = read },
            cancellation);
        return marked?.Value ?? throw Refusal.NotFound("notification");
    }
}
