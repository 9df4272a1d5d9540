using System.Globalization;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Accounts;

/// <summary>An order to remove what is left of an account that leaves.</summary>
public sealed record DepartureOrder(long AccountId);

/// <summary>
/// Deletes accounts. The commit that accepts it ends all sessions and makes the account one that does not exist, for itself and others,
/// and orders the rest: each area removes what it has, the identities are freed, and a document without a name stays for a while, so
/// that what still arrives for the account is dropped.
/// </summary>
public sealed class AccountDeparture(
    AccountStore accounts,
    SessionStore sessions,
    Roles roles,
    IDocuments documents,
    Outbox outbox,
    IEnumerable<IAccountLeaving> areas,
    TimeProvider time)
{
    // Longer than any request lasts, an upload included: what a request stored after the first round is removed by the second.
    private static readonly TimeSpan SecondRound = TimeSpan.FromMinutes(30);

    // Longer than the 14 days that a message can live.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Accepts that an account is deleted. Nothing can be read by it from then on.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>last_admin</c>, or what an area objects.</exception>
    public async Task Accept(long accountId, CancellationToken cancellation)
    {
        var account = (await accounts.Find(accountId, cancellation))?.Value ?? throw Refusal.NotFound("account");
        foreach (var area in areas)
        {
            if (await area.Objection(account, cancellation) is { } objection)
                throw objection;
        }
        await DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            // Nobody leaves as an admin, so that the last one cannot.
            var found = await accounts.Find(accountId, cancellation) ?? throw Refusal.NotFound("account");
            if (found.Value.Role != AccountRole.Member || found.Value.AdminTerm is not null)
                found = await roles.Change(accountId, current => current with { Role = AccountRole.Member }, cancellation);
            var now = time.GetUtcNow();
            var order = new DepartureOrder(accountId);
            var id = accountId.ToString(CultureInfo.InvariantCulture);
            var accepted = await outbox.Commit(
                new Commit(found.Partition).Replace(AccountStore.Kind, found, found.Value.Leaving(now)),
                [
                    AccountQueues.Departures.Message(id, order),
                    AccountQueues.Departures.Message($"{id}-late", order, now + SecondRound),
                ],
                cancellation);
            return accepted.IsCommitted ? true : null;
        }
    }

    /// <summary>Removes what is left of an account that leaves. Idempotent.</summary>
    public async Task Finish(long accountId, CancellationToken cancellation)
    {
        if (await accounts.FindLeaving(accountId, cancellation) is not { } leaving)
            return;
        foreach (var area in areas)
            await area.Remove(accountId, cancellation);
        await sessions.EndAll(accountId, cancellation);
        await accounts.ReleaseAll(leaving.Value, cancellation);
        // Removing checks has changed their count in the account meanwhile.
        await DocumentChanges.Retry(time, TakeName, cancellation);

        async Task<bool?> TakeName()
        {
            if (await accounts.FindLeaving(accountId, cancellation) is not { } left)
                return true;
            // The time to live begins anew with each round.
            var commit = new Commit(left.Partition).Replace(AccountStore.Kind, left, left.Value.Nameless(), Lifetime);
            return (await documents.Commit(commit, cancellation)).IsCommitted ? true : null;
        }
    }
}
