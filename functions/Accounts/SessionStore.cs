using System.Collections.Immutable;
using System.Security.Cryptography;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// The sessions of accounts, each a document in its account's partition that the store drops when its time is over.
/// </summary>
/// <remarks>
/// An account keeps the <see cref="MaximumPerAccount"/> newest. Each sign-in first stores its session, then reads the account's
/// and deletes what is older than those or of an earlier generation. Whoever reads last has all before it in view, so when
/// parallel sign-ins are over, no more are left; and none deletes what is among the newest.
/// </remarks>
public sealed class SessionStore(IDocuments documents, TimeProvider time)
{
    /// <summary>The most sessions an account keeps.</summary>
    public const int MaximumPerAccount = 100;

    private const int MaximumClient = 200;

    // More than can pile up between two sign-ins; what is beyond waits for the next.
    private const int PageSize = 1000;

    private static readonly DocumentKind<Session> Kind = new("session", AccountJson.Default.Session);

    /// <summary>A session that is stored, whether it may still be used or not; null where there is none.</summary>
    public async Task<Session?> Find(long accountId, string sessionId, CancellationToken cancellation) =>
        (await Read(accountId, sessionId, cancellation))?.Value;

    /// <summary>A session that is stored, and its account; they may be of different moments.</summary>
    public async Task<(Session? Session, Account? Account)> FindWithAccount(
        long accountId, string sessionId, CancellationToken cancellation)
    {
        var (session, account) = await documents.ReadPair(
            AccountStore.Partition(accountId), (Kind, DocumentId(sessionId)), (AccountStore.Kind, AccountStore.DocumentId), cancellation);
        return (session?.Value, account?.Value);
    }

    /// <summary>The sessions of an account that may be used, the newest first.</summary>
    public async Task<ImmutableArray<Session>> List(Account account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return [.. (await NewestFirst(account.Id, cancellation)).Where(session => session.IsLive(account, now))];
    }

    /// <summary>Stores a new session.</summary>
    /// <param name="account">Whose it is; if its generation has passed meanwhile, the session is never accepted.</param>
    /// <param name="lifetime">How long it lasts at the most.</param>
    /// <param name="client">What the client calls itself; cut to 200 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Session> Open(Account account, TimeSpan lifetime, string client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var name = client.Length > MaximumClient ? client[..MaximumClient] : client;
        var session = new Session(id, now, now + lifetime, name, account.Generation);
        var commit = new Commit(AccountStore.Partition(account.Id)).Create(Kind, DocumentId(id), session, lifetime);
        if (!(await documents.Commit(commit, cancellation)).IsCommitted)
            throw new InvalidOperationException("A random session id was drawn twice.");
        var left = (await NewestFirst(account.Id, cancellation))
            .Where((stored, place) => place >= MaximumPerAccount || stored.Generation < account.Generation);
        await Task.WhenAll(left.Select(stored => End(account.Id, stored.Id, cancellation)));
        return session;
    }

    /// <summary>Ends a session; its token is refused from the next request on. Whether there was one.</summary>
    public async Task<bool> End(long accountId, string sessionId, CancellationToken cancellation) =>
        (await documents.Commit(new Commit(AccountStore.Partition(accountId)).Delete(DocumentId(sessionId)), cancellation)).IsCommitted;

    /// <summary>Ends a session that may still be used; whether there was one of this id, which may be any text.</summary>
    public async Task<bool> EndLive(Account account, string sessionId, CancellationToken cancellation) =>
        await Find(account.Id, sessionId, cancellation) is { } session
        && session.IsLive(account, time.GetUtcNow())
        && await End(account.Id, sessionId, cancellation);

    /// <summary>Adds to the commit that ends an account's sessions that this one goes on.</summary>
    /// <exception cref="Refusal">401 <c>token_invalid</c>: it has ended before.</exception>
    public async Task Keep(string sessionId, Account before, Account after, Commit commit, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await Read(before.Id, sessionId, cancellation) is not { } stored || !stored.Value.IsLive(before, now))
            throw new Refusal(401, "token_invalid", "The session has ended. Sign in again.");
        var kept = stored.Value with { Generation = after.Generation };
        commit.Replace(Kind, stored, kept, kept.ExpireTime - now);
    }

    private Task<Document<Session>?> Read(long accountId, string sessionId, CancellationToken cancellation) =>
        documents.Read(Kind, AccountStore.Partition(accountId), DocumentId(sessionId), cancellation);

    private async Task<ImmutableArray<Session>> NewestFirst(long accountId, CancellationToken cancellation)
    {
        var query = new DocumentQuery { Partition = AccountStore.Partition(accountId), Limit = PageSize };
        var page = await documents.Query(Kind, query, cancellation);
        var sessions = page.Items.Select(stored => stored.Value);
        return [.. sessions.OrderByDescending(session => session.CreateTime).ThenBy(session => session.Id)];
    }

    private static string DocumentId(string sessionId) => $"session-{sessionId}";
}
