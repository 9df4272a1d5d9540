using System.Security.Cryptography;
using System.Text.Json.Serialization;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Who holds an identity.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="At">When it was claimed, unix milliseconds.</param>
internal sealed record IdentityClaim(long AccountId, long At);

/// <summary>
/// Accounts and their identities. An account lies in a partition of its own, beside its sessions, checks and notifications;
/// an identity is a document whose id is its value, which points to the account.
/// </summary>
/// <remarks>
/// Claim and account are in different partitions, so they cannot commit together. A claim is made first and counts only
/// while its account really holds the identity; one that a crash left behind may be taken over after
/// <see cref="ClaimPatience"/>, long after its maker has stopped trying (<see cref="ClaimUse"/>).
/// </remarks>
public sealed class AccountStore(IDocuments documents, TimeProvider time)
{
    /// <summary>Accounts.</summary>
    public static readonly DocumentKind<Account> Kind = new("account", AccountJson.Default.Account);

    /// <summary>The id of the account's own document in its partition, for this area; others have <see cref="Holding"/>.</summary>
    internal const string DocumentId = "account";

    private static readonly DocumentKind<IdentityClaim> Claims = new("identity", AccountJson.Default.IdentityClaim);
    private static readonly TimeSpan ClaimUse = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClaimPatience = TimeSpan.FromMinutes(5);

    /// <summary>The partition of an account and of all that is its own.</summary>
    public static string Partition(long accountId) => $"account-{accountId}";

    /// <summary>The account of this id; null where there is none.</summary>
    public Task<Document<Account>?> Find(long accountId, CancellationToken cancellation) =>
        documents.Read(Kind, Partition(accountId), DocumentId, cancellation);

    /// <summary>The account that signs in by this identity; null where there is none.</summary>
    public async Task<Document<Account>?> FindByIdentity(string identity, CancellationToken cancellation)
    {
        if (!Identity.IsPlausible(identity))
            return null;
        var value = Identity.Normalize(identity);
        var claim = await ReadClaim(value, cancellation);
        return claim is null ? null : await Holder(claim.Value, value, cancellation);
    }

    /// <summary>Stores a new account under a fresh id.</summary>
    /// <param name="create">Makes the account for an id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Refusal">409 <c>email_taken</c>, <c>phone_taken</c> or <c>username_taken</c>.</exception>
    public async Task<Document<Account>> Create(Func<long, Account> create, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var account = create(NewId());
        var identities = account.Identities.Distinct().ToArray();
        // From the first claim on it matters no more that the client hangs up: claims that no account follows would keep its
        // own next attempt out for minutes.
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
            : throw new InvalidOperationException("A random account id was drawn twice.");
    }

    /// <summary>Changes an account, again on its newest version if another change came between.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 where a new identity is another account's.</exception>
    public Task<Document<Account>> Change(long accountId, Func<Account, Account> change, CancellationToken cancellation) =>
        Change(accountId, change, (_, _, _) => Task.CompletedTask, cancellation);

    /// <summary>Changes an account together with other documents of its partition.</summary>
    /// <param name="accountId">Which.</param>
    /// <param name="change">The change; called again, on the newest version, if another came between.</param>
    /// <param name="alongside">Given the account before and after, adds what else is to be committed; called as often.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 where a new identity is another account's.</exception>
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
            // What is claimed and not committed, or no longer held, is left: it counts for nothing. Deleting it here could
            // meet another change of this account that is just gaining it.
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
        if (time.GetUtcNow() - started > ClaimUse)
            throw new Refusal(503, "try_again", "The store was too slow to reserve the name. Nothing was changed; try again.");
    }

    private Task<bool> TryClaim(string value, long accountId)
    {
        var id = Identity.DocumentId(value);
        return DocumentChanges.Retry(time, Try, CancellationToken.None);

        async Task<bool?> Try()
        {
            var now = time.GetUtcNow();
            var mine = new IdentityClaim(accountId, now.ToUnixTimeMilliseconds());
            if ((await documents.Commit(new Commit(ClaimPartition(id)).Create(Claims, id, mine))).IsCommitted)
                return true;
            if (await ReadClaim(value, CancellationToken.None) is not { } existing)
                return null;
            var isFree = existing.Value.AccountId == accountId
                || (existing.Value.At < (now - ClaimPatience).ToUnixTimeMilliseconds()
                    && await Holder(existing.Value, value, CancellationToken.None) is null);
            if (!isFree)
                return false;
            // Renewed even where it is ours already, so that nobody who found it old takes it over now. Where that fails,
            // another came between: perhaps the same account's own second request, so it is looked at again.
            return (await documents.Commit(new Commit(ClaimPartition(id)).Replace(Claims, existing, mine))).IsCommitted ? true : null;
        }
    }

    private async Task Release(string value, long accountId)
    {
        if (await ReadClaim(value, CancellationToken.None) is { } claim && claim.Value.AccountId == accountId)
            await documents.Commit(new Commit(claim.Partition).Delete(claim.Id, claim.ETag));
    }

    private Task<Document<IdentityClaim>?> ReadClaim(string value, CancellationToken cancellation)
    {
        var id = Identity.DocumentId(value);
        return documents.Read(Claims, ClaimPartition(id), id, cancellation);
    }

    private async Task<Document<Account>?> Holder(IdentityClaim claim, string value, CancellationToken cancellation)
    {
        var account = await Find(claim.AccountId, cancellation);
        return account is not null && account.Value.Identities.Contains(value) ? account : null;
    }

    // 53 random bits, so that every JSON reader holds the id exactly.
    private static long NewId() => 1 + (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % ((1UL << 53) - 1));

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
[JsonSerializable(typeof(SignInFailures))]
internal sealed partial class AccountJson : JsonSerializerContext;
