using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Money;

/// <summary>
/// The money of an account that is deleted. Gigs that hold money keep the account; otherwise its balance goes to the platform. Its entries
/// stay, with no name but its id, because the other legs of them are other people's. What removes the account's gigs comes before it.
/// </summary>
public sealed class MoneyLeaving(IDocuments documents, Outbox outbox, Ledger ledger, TimeProvider time) : IAccountLeaving
{
    /// <summary>The code of an account whose gigs hold money: 409.</summary>
    public const string HoldsEscrow = "gigs_hold_money";

    /// <inheritdoc/>
    public async Task<Refusal?> Objection(Account account, CancellationToken cancellation) =>
        await ledger.HoldsEscrow(AccountStore.Partition(account.Id), cancellation)
            ? new Refusal(409, HoldsEscrow, "Gigs of the account still hold money. Withdraw, finish or delete them first.")
            : null;

    /// <inheritdoc/>
    public async Task Remove(long accountId, CancellationToken cancellation)
    {
        var account = LedgerAccount.User(accountId);
        // A process that dies here leaves the rest to the message.
        if (await DocumentChanges.Retry(time, Try, cancellation) is [{ } left])
            await ledger.Credit(left, cancellation);
        await documents.DeleteAll(LedgerRequest.Kind, account.Partition, cancellation);

        async Task<LedgerEntry[]?> Try()
        {
            var commit = new Commit(account.Partition);
            var closing = await ledger.Close(
                commit, account, LedgerAccount.Platform, LedgerReason.AccountDeleted, cancellation);
            if (commit.Operations.Count == 0)
                return [];
            // The wallet is read before the gigs are. One that is published in between takes from the wallet, so that the commit fails.
            if (await ledger.HoldsEscrow(account.Partition, cancellation))
            {
                // Published after its gigs were removed, by a request that had begun before. The next attempt removes it first. A wallet
                // that is closed meanwhile could not take back what the gig holds.
                throw new InvalidOperationException($"Gigs of {account} still hold money; they go before its wallet does.");
            }
            var result = await outbox.Commit(commit, closing is { } moved ? [moved.Message] : [], cancellation);
            return !result.IsCommitted ? null : closing is { } left ? [left.Entry] : [];
        }
    }
}
