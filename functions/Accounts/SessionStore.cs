using System.Collections.Immutable;
using System.Security.Cryptography;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// Stores sessions. Each is a document in its account's partition that the store deletes when it expires.
/// </summary>
/// <remarks>
/// An account keeps its <see cref="MaximumPerAccount"/> newest sessions. Each sign-in first stores its session, then reads all
/// sessions of the account and deletes those beyond the limit or of an earlier generation. The last of several parallel sign-ins
/// sees all their sessions, so the limit holds once they are done, and none deletes one of the newest.
/// </remarks>
public sealed class SessionStore(IDocuments documents, TimeProvider time)
{
    public const int MaximumPerAccount = 100;

    private const int MaximumClient = 200;

    // More than can accumulate between two sign-ins. The next sign-in deletes any that are left.
    private const int PageSize = 1000;

    private static readonly DocumentKind<Session> Kind = new("session", AccountJson.Default.Session);

    /// <summary>Finds a stored session, live or not.</summary>
    public async Task<Session?> Find(long accountId, string sessionId, CancellationToken cancellation) =>
        (await Read(accountId, sessionId, cancellation))?.Value;

    /// <summary>Reads a session and its account, not as one snapshot.</summary>
    public async Task<(Session? Session, Account? Account)> FindWithAccount(
        long accountId, string sessionId, CancellationToken cancellation)
    {
        var (session, account) = await documents.ReadPair(
            AccountStore.Partition(accountId), (Kind, DocumentId(sessionId)), (AccountStore.Kind, AccountStore.DocumentId), cancellation);
        return (session?.Value, account is { Value.LeaveTime: null } ? account.Value : null);
    }

    /// <summary>The live sessions of an account, newest first.</summary>
    public async Task<ImmutableArray<Session>> List(Account account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return [.. (await NewestFirst(account.Id, cancellation)).Where(session => session.IsLive(account, now))];
    }

    /// <summary>
    /// Stores a new session. If the account's generation has increased since it was read, the session is never accepted. The
    /// client's name is truncated to 200 characters.
    /// </summary>
    public async Task<Session> Open(Account account, TimeSpan lifetime, string client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var name = client.Length > MaximumClient ? client[..MaximumClient] : client;
        var session = new Session(id, now, now + lifetime, name, account.Generation);
        var commit = new Commit(AccountStore.Partition(account.Id)).Create(Kind, DocumentId(id), session, lifetime);
        if (!(await documents.Commit(commit, cancellation)).IsCommitted)
            throw new InvalidOperationException("The random session id already exists.");
        var left = (await NewestFirst(account.Id, cancellation))
            .Where((stored, place) => place >= MaximumPerAccount || stored.Generation < account.Generation);
        await Task.WhenAll(left.Select(stored => End(account.Id, stored.Id, cancellation)));
        return session;
    }

    /// <summary>Ends every session of an account.</summary>
    public Task EndAll(long accountId, CancellationToken cancellation) =>
        documents.DeleteAll(Kind, AccountStore.Partition(accountId), cancellation);

    /// <summary>Ends a session. Returns whether it existed.</summary>
    public async Task<bool> End(long accountId, string sessionId, CancellationToken cancellation) =>
        (await documents.Commit(new Commit(AccountStore.Partition(accountId)).Delete(DocumentId(sessionId)), cancellation)).IsCommitted;

    /// <summary>Ends a live session. Returns whether there was one; the id may be any text.</summary>
    public async Task<bool> EndLive(Account account, string sessionId, CancellationToken cancellation) =>
        await Find(account.Id, sessionId, cancellation) is { } session
        && session.IsLive(account, time.GetUtcNow())
        && await End(account.Id, sessionId, cancellation);

    /// <summary>Adds to the commit that ends an account's sessions: moves this one to the new generation, so that it stays.</summary>
    /// <exception cref="Refusal">401 <c>token_invalid</c>: the session has already ended.</exception>
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
