using System.Text.Json.Serialization;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>A claim of an account on an identity.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="At">When it was claimed, unix milliseconds.</param>
internal sealed record IdentityClaim(long AccountId, long At)
{
    /// <summary>The identity, for searches; null in claims that were stored before this member existed.</summary>
    public string? Value { get; init; }
}

/// <summary>
/// Stores accounts and their identities. An account is in the same partition as its sessions, checks and notifications.
/// An identity is a document in its own partition; its id is the identity, and it points to the account.
/// </summary>
/// <remarks>
/// Claim and account are in different partitions, so they cannot be committed together. The claim is written first and counts
/// only while its account holds the identity. If a crash leaves a claim behind, others may take it over after
/// <see cref="ClaimExpiry"/>. Its writer gives up much earlier, after <see cref="ClaimDeadline"/>, so the two never overlap.
/// </remarks>
public sealed class AccountStore(IDocuments documents, TimeProvider time)
{
    public static readonly DocumentKind<Account> Kind = new("account", AccountJson.Default.Account);

    /// <summary>The id of the account's document in its partition. Other areas change it through <see cref="Holding"/>.</summary>
    internal const string DocumentId = "account";

    internal static readonly DocumentKind<IdentityClaim> Claims = new("identity", AccountJson.Default.IdentityClaim);
    private static readonly TimeSpan ClaimDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClaimExpiry = TimeSpan.FromMinutes(5);

    /// <summary>The partition of an account and of everything that belongs to it.</summary>
    public static string Partition(long accountId) => $"account-{accountId}";

    /// <summary>Finds an account; null also if it is being deleted.</summary>
    public async Task<Document<Account>?> Find(long accountId, CancellationToken cancellation) =>
        await Read(accountId, cancellation) is { Value.LeaveTime: null } found ? found : null;

    /// <summary>Finds an account, as <see cref="Find"/> does, and another document of its partition.</summary>
    public async Task<(Document<Account>? Account, Document<T>? Other)> FindWith<T>(
        long accountId, DocumentKind<T> kind, string id, CancellationToken cancellation)
    {
        var (account, other) = await documents.ReadPair(Partition(accountId), (Kind, DocumentId), (kind, id), cancellation);
        return (account is { Value.LeaveTime: null } ? account : null, other);
    }

    /// <summary>Finds accounts; those that do not exist or are being deleted are left out.</summary>
    public async Task<IReadOnlyDictionary<long, Account>> FindMany(IEnumerable<long> accountIds, CancellationToken cancellation) =>
        (await documents.ReadMany(Kind, [.. accountIds.Select(id => new DocumentPlace(Partition(id), DocumentId))], cancellation))
            .Where(found => found.Value.LeaveTime is null).ToDictionary(found => found.Value.Id, found => found.Value);

    /// <summary>Finds an account that is being deleted.</summary>
    internal async Task<Document<Account>?> FindLeaving(long accountId, CancellationToken cancellation) =>
        await Read(accountId, cancellation) is { Value.LeaveTime: not null } found ? found : null;

    /// <summary>Frees the identities of an account that is being deleted.</summary>
    internal async Task ReleaseAll(Account account, CancellationToken cancellation)
    {
        foreach (var value in account.Identities)
        {
            cancellation.ThrowIfCancellationRequested();
            await Release(value, account.Id);
        }
    }

    /// <summary>Finds the account that signs in by this identity.</summary>
    public async Task<Document<Account>?> FindByIdentity(string identity, CancellationToken cancellation)
    {
        if (!Identity.IsPlausible(identity))
            return null;
        foreach (var value in Identity.Readings(identity))
        {
            if (await ReadClaim(value, cancellation) is { } claim && await Holder(claim.Value, value, cancellation) is { } holder)
                return holder;
        }
        return null;
    }

    /// <summary>Stores a new account under a new random id.</summary>
    /// <exception cref="Refusal">409 <c>email_taken</c>, <c>phone_taken</c> or <c>username_taken</c>.</exception>
    public async Task<Document<Account>> Create(Func<long, Account> create, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var account = create(NumericIds.Unguessable());
        var identities = account.Identities.Distinct().ToArray();
        // From the first claim on, a client that disconnects no longer cancels: orphaned claims would block its next attempt
        // for minutes.
        try
        {
            await Claim(identities, account);
        }
        catch (Refusal)
        {
            foreach (var value in identities)
                await Release(value, account.Id);
            throw;
        }
        var result = await documents.Commit(new Commit(Partition(account.Id)).Create(Kind, DocumentId, account), CancellationToken.None);
        return result.IsCommitted
            ? new Document<Account>(Partition(account.Id), DocumentId, account, result.ETags[0])
            : throw new InvalidOperationException("The random account id already exists.");
    }

    /// <summary>Changes an account. The change is repeated on the newest version after a conflict.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 if another account has a new identity.</exception>
    public Task<Document<Account>> Change(long accountId, Func<Account, Account> change, CancellationToken cancellation) =>
        Change(accountId, change, (_, _, _) => Task.CompletedTask, cancellation);

    /// <summary>
    /// Changes an account and other documents of its partition in one commit. <c>change</c> makes the new account, and
    /// <c>alongside</c> adds the other changes to the commit. Both are called again after a conflict.
    /// </summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 if another account has a new identity.</exception>
    public Task<Document<Account>> Change(
        long accountId, Func<Account, Account> change, Func<Account, Account, Commit, Task> alongside, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Account>?> Try()
        {
            var before = await Find(accountId, cancellation) ?? throw Refusal.NotFound("account");
            var after = change(before.Value);
            if (after == before.Value)
                return before;
            // Claims that are not committed, or no longer held, stay: they have no effect. Deleting one here could race with
            // another change of this account that is just gaining the identity.
            var commit = new Commit(before.Partition).Replace(Kind, before, after);
            await alongside(before.Value, after, commit);
            await Claim(after.Identities.Except(before.Value.Identities), after);
            var result = await documents.Commit(commit, cancellation);
            return result.IsCommitted ? before with { Value = after, ETag = result.ETags[0] } : null;
        }
    }

    private async Task Claim(IEnumerable<string> values, Account account)
    {
        var started = time.GetUtcNow();
        foreach (var value in values)
        {
            if (!await TryClaim(value, account.Id))
                throw Taken(account, value);
        }
        if (time.GetUtcNow() - started > ClaimDeadline)
            throw new Refusal(503, "try_again", "Reserving the name took too long. Nothing was changed. Try again.");
    }

    private Task<bool> TryClaim(string value, long accountId)
    {
        var id = Identity.DocumentId(value);
        return DocumentChanges.Retry(time, Try, CancellationToken.None);

        async Task<bool?> Try()
        {
            var now = time.GetUtcNow();
            var mine = new IdentityClaim(accountId, now.ToUnixTimeMilliseconds()) { Value = value };
            if ((await documents.Commit(new Commit(ClaimPartition(id)).Create(Claims, id, mine))).IsCommitted)
                return true;
            if (await ReadClaim(value, CancellationToken.None) is not { } existing)
                return null;
            var isFree = existing.Value.AccountId == accountId
                || (existing.Value.At < (now - ClaimExpiry).ToUnixTimeMilliseconds()
                    && await Holder(existing.Value, value, CancellationToken.None) is null);
            if (!isFree)
                return false;
            // Renew the claim even if this account has it already, so that nobody who saw it expired takes it over now.
            // After a conflict read it again: the other writer may be a second request of the same account.
            return (await documents.Commit(new Commit(ClaimPartition(id)).Replace(Claims, existing, mine))).IsCommitted ? true : null;
        }
    }

    private async Task Release(string value, long accountId)
    {
        if (await ReadClaim(value, CancellationToken.None) is { } claim && claim.Value.AccountId == accountId)
            await documents.Commit(new Commit(claim.Partition).Delete(claim.Id, claim.ETag));
    }

    private Task<Document<Account>?> Read(long accountId, CancellationToken cancellation) =>
        documents.Read(Kind, Partition(accountId), DocumentId, cancellation);

    private Task<Document<IdentityClaim>?> ReadClaim(string value, CancellationToken cancellation)
    {
        var id = Identity.DocumentId(value);
        return documents.Read(Claims, ClaimPartition(id), id, cancellation);
    }

    internal async Task<Document<Account>?> Holder(IdentityClaim claim, string value, CancellationToken cancellation)
    {
        var account = await Find(claim.AccountId, cancellation);
        return account is not null && account.Value.Identities.Contains(value) ? account : null;
    }

    private static string ClaimPartition(string id) => $"identity-{id}";

    private static Refusal Taken(Account account, string value)
    {
        var field = account.Email is { } email && Identity.Normalize(email) == value ? "email"
            : account.Phone is { } phone && Identity.Normalize(phone) == value ? "phone"
            : "username";
        return new Refusal(409, $"{field}_taken", $"Another account has this {field}.") { Fields = [new(field, "is taken.")] };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(IdentityClaim))]
[JsonSerializable(typeof(AdminList))]
internal sealed partial class AccountJson : JsonSerializerContext;
