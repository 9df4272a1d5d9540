using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Money;

/// <summary>
/// Stands where the credit of a payee who is gone would be, so that it cannot be applied there any more.
/// </summary>
/// <param name="Account">The holder who is gone.</param>
internal sealed record Diversion(LedgerAccount Account);

/// <summary>
/// Moves money by double entry. A movement within one partition is one commit. One between partitions is a saga of two: the payer's commit
/// takes the money, and orders by its message what the second does, which gives it to the payee. The second is applied once however often
/// it is tried, so that it can be resumed at any point.
/// </summary>
/// <remarks>
/// The parts can be committed together with other changes of the payer's partition:
/// <code>
/// var message = Ledger.Debit(commit, entry);
/// var result = await outbox.Commit(commit, [message]);
/// Ledger.RequireCovered(commit, result, entry);
/// await ledger.CreditOrLater(entry);
/// </code>
/// </remarks>
public sealed partial class Ledger(
    IDocuments documents, Outbox outbox, LedgerHolders holders, TimeProvider time, ILogger<Ledger> logger)
{
    /// <summary>The code of a payer without enough money: 409.</summary>
    public const string NotEnough = "not_enough_money";

    /// <summary>The code of a repeated idempotency key for another movement: 409.</summary>
    public const string KeyReused = "idempotency_key_reused";

    /// <summary>The code of a movement whose payee will get the money later: 503.</summary>
    public const string InTransit = "money_in_transit";

    // As long as the document of a deleted account stays.
    private static readonly TimeSpan EmptyWalletLifetime = TimeSpan.FromDays(30);

    private static readonly IncrementBound NotBelowZero = new(AtLeast: 0);

    private static readonly IncrementBound UpToCeiling = new(AtMostField: Wallet.CeilingField);

    private static readonly DocumentKind<Diversion> Diversions = new("diverted-entry", LedgerJson.Default.Diversion);

    /// <summary>
    /// Adds the payer's part of a movement between two partitions to a commit in its partition, and returns the message that must be
    /// committed with it. If the payer has not enough, the commit fails: see <see cref="RequireCovered"/>.
    /// </summary>
    /// <param name="isEscrowWritten">
    /// Whether the commit itself writes the new escrow of the gig, because it replaces the gig's document for other reasons too.
    /// </param>
    /// <exception cref="ArgumentException">The commit is in another partition, or the payee is an escrow.</exception>
    public static Message Debit(Commit commit, LedgerEntry entry, bool isEscrowWritten = false)
    {
        if (entry.To.IsEscrow)
            throw new ArgumentException("An escrow is paid by its creator only, within one partition.", nameof(entry));
        Take(commit, entry, isEscrowWritten);
        new LedgerPosting(entry, LedgerSide.Debit).AddTo(commit);
        return LedgerQueues.CreditOf(entry);
    }

    /// <summary>
    /// Adds a movement between a wallet and an escrow of the same partition to a commit. If the payer has not enough, the commit fails: see
    /// <see cref="RequireCovered"/>.
    /// </summary>
    /// <param name="isEscrowWritten">
    /// Whether the commit itself writes the new escrow of the gig, because it creates or replaces the gig's document.
    /// </param>
    /// <exception cref="ArgumentException">The commit is in another partition, or it is not between a wallet and an escrow.</exception>
    public static Commit Internal(Commit commit, LedgerEntry entry, bool isEscrowWritten = false)
    {
        if (entry.From.IsEscrow == entry.To.IsEscrow)
            throw new ArgumentException("A movement within one partition is between a wallet and an escrow.", nameof(entry));
        Take(commit, entry, isEscrowWritten);
        if (!entry.To.IsEscrow)
        {
            RequireOwn(commit, entry.To);
            commit.Increment(Wallet.DocumentId, Wallet.BalanceField, entry.Amount, UpToCeiling);
        }
        else if (!isEscrowWritten)
        {
            commit.Increment(GigEscrow.DocumentId(entry.To.Id), GigEscrow.Field, entry.Amount);
        }
        return new LedgerPosting(entry, LedgerSide.Both).AddTo(commit);
    }

    /// <summary>Refuses a commit that failed because the payer of the entry has not enough. Other outcomes are the caller's.</summary>
    /// <exception cref="Refusal">409 <c>not_enough_money</c>.</exception>
    public static void RequireCovered(Commit commit, CommitResult result, LedgerEntry entry)
    {
        // A holder without a wallet has never had any money.
        var isWallet = !entry.From.IsEscrow && Failed(commit, result, Wallet.DocumentId);
        var isEscrow = entry.From.IsEscrow && Failed(commit, result, GigEscrow.DocumentId(entry.From.Id));
        if ((isWallet && result.Outcome is CommitOutcome.OutOfBounds or CommitOutcome.Missing)
            || (isEscrow && result.Outcome == CommitOutcome.OutOfBounds))
        {
            throw new Refusal(409, NotEnough, "not enough money");
        }
    }

    /// <summary>
    /// Gives the payee what the payer has been charged; idempotent. A payee who is gone gets nothing: the money goes back to the payer's
    /// wallet, or to the platform if the payer is gone too or is an escrow.
    /// </summary>
    /// <returns>The entry as it was applied; <see cref="LedgerReason.PayeeGone"/> says that it did not reach its payee.</returns>
    /// <exception cref="InvalidOperationException">The payee's balance would reach 2^53.</exception>
    public async Task<LedgerEntry> Credit(LedgerEntry entry, CancellationToken cancellation)
    {
        // Each that was found gone is marked so, in its own partition, before the next is asked; a repetition goes the same way.
        foreach (var applied in entry.Ways())
        {
            if (await TryCredit(applied, cancellation))
                return applied;
        }
        throw new InvalidOperationException("The platform is never gone.");
    }

    /// <summary>
    /// Gives the payee what a commit has just charged. It is not cancelled with the request, and a failure is only logged, because the
    /// entry's message will be delivered.
    /// </summary>
    public async Task CreditOrLater(LedgerEntry charged)
    {
        try
        {
            await Credit(charged, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogInTransit(exception, charged.Id);
        }
    }

    /// <summary>Moves money between two partitions and returns when both legs are in.</summary>
    /// <param name="requestId">
    /// The id of the request (<see cref="LedgerRequest.DocumentId"/>), so that its repetition moves nothing more; null if it has none.
    /// </param>
    /// <returns>The entry as it was applied: by this call, or by an earlier one of the same request.</returns>
    /// <exception cref="Refusal">
    /// 409 <c>not_enough_money</c>, or <c>idempotency_key_reused</c> for another movement; 503 <c>money_in_transit</c> if the payer has
    /// been charged and the payee gets the money later.
    /// </exception>
    public async Task<LedgerEntry> Transfer(LedgerEntry entry, string? requestId, CancellationToken cancellation)
    {
        var charged = await DocumentChanges.Retry(time, Charge, cancellation);
        try
        {
            // Not cancelled with the request: its payer has been charged.
            return await Credit(charged, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogInTransit(exception, charged.Id);
            throw new Refusal(
                503, InTransit, $"Entry {charged.Id} has left the payer and will reach the payee. Do not send it again without its key.");
        }

        async Task<LedgerEntry?> Charge()
        {
            var commit = new Commit(entry.From.Partition);
            if (requestId is not null)
                commit.Create(LedgerRequest.Kind, requestId, new LedgerRequest(entry));
            var message = Debit(commit, entry);
            var result = await outbox.Commit(commit, [message], cancellation);
            if (result.IsCommitted)
                return entry;
            if (requestId is not null && Failed(commit, result, requestId))
                return await Repeated(entry, requestId, cancellation);
            if (entry.From == LedgerAccount.Platform && result.Outcome == CommitOutcome.Missing)
            {
                // If it exists meanwhile, the next attempt finds it.
                await documents.Commit(
                    new Commit(commit.Partition).Create(Wallet.Kind, Wallet.DocumentId, Wallet.Of(0)), cancellation);
                return null;
            }
            RequireCovered(commit, result, entry);
            return null;
        }
    }

    /// <summary>
    /// Adds to a commit in the holder's partition: closes the wallet, so that nothing can arrive any more, and moves what is in it to an
    /// heir. A wallet that is closed already adds nothing. If the wallet changes meanwhile, the commit fails with
    /// <see cref="CommitOutcome.Changed"/> or
    /// <see cref="CommitOutcome.Exists"/>, and the whole change is tried again.
    /// </summary>
    /// <returns>The entry and its message, as of <see cref="Debit"/>; null if there is nothing to move.</returns>
    public async Task<(LedgerEntry Entry, Message Message)?> Close(
        Commit commit, LedgerAccount account, LedgerAccount heir, LedgerReason reason, CancellationToken cancellation)
    {
        RequireOwn(commit, account);
        var wallet = await documents.Read(Wallet.Kind, commit.Partition, Wallet.DocumentId, cancellation);
        if (wallet is null)
        {
            // A credit that has just found the holder would open a wallet.
            commit.Create(Wallet.Kind, Wallet.DocumentId, Wallet.Closed, EmptyWalletLifetime);
            return null;
        }
        if (wallet.Value.IsClosed)
            return null;
        commit.Replace(Wallet.Kind, wallet, Wallet.Closed);
        if (wallet.Value.Balance == 0)
            return null;
        var entry = LedgerEntry.Create(account, heir, wallet.Value.Balance, reason, time.GetUtcNow());
        new LedgerPosting(entry, LedgerSide.Debit).AddTo(commit);
        return (entry, LedgerQueues.CreditOf(entry));
    }

    /// <summary>The kept balance; 0 if it has no wallet.</summary>
    public async Task<long> Balance(LedgerAccount account, CancellationToken cancellation) =>
        (await documents.Read(Wallet.Kind, account.Partition, Wallet.DocumentId, cancellation))?.Value.Balance ?? 0;

    /// <summary>The entries that changed a balance, newest first.</summary>
    /// <exception cref="ArgumentException">The continuation does not belong to this list.</exception>
    public Task<Page<LedgerPosting>> Entries(
        LedgerAccount account, int limit, string? continuation, CancellationToken cancellation) => documents.Query(
        LedgerPosting.OfWallets,
        new DocumentQuery { Partition = account.Partition, Descending = true, Limit = limit, Continuation = continuation },
        cancellation);

    /// <summary>Whether a gig of this partition, a person's or an organization's, still holds money.</summary>
    public async Task<bool> HoldsEscrow(string partition, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Partition = partition,
            Conditions = [new("escrow", Comparison.Greater, 0L)],
            Limit = 1,
        };
        return !(await documents.Query(GigEscrow.Kind, query, cancellation)).Items.IsEmpty;
    }

    /// <summary>Whether the operation on this document is what failed.</summary>
    private static bool Failed(Commit commit, CommitResult result, string documentId) =>
        !result.IsCommitted && commit.Operations[result.Operation].Id == documentId;

    private static void Take(Commit commit, LedgerEntry entry, bool isEscrowWritten)
    {
        if (!entry.From.IsEscrow)
        {
            RequireOwn(commit, entry.From);
            commit.Increment(
                Wallet.DocumentId,
                Wallet.BalanceField,
                -entry.Amount,
                entry.From == LedgerAccount.Platform ? null : NotBelowZero);
        }
        else if (!isEscrowWritten)
        {
            commit.Increment(GigEscrow.DocumentId(entry.From.Id), GigEscrow.Field, -entry.Amount, NotBelowZero);
        }
    }

    private static void RequireOwn(Commit commit, LedgerAccount account)
    {
        if (commit.Partition != account.Partition)
            throw new ArgumentException($"The commit is not in the partition of {account}.", nameof(commit));
    }

    private async Task<LedgerEntry?> Repeated(LedgerEntry entry, string requestId, CancellationToken cancellation)
    {
        var earlier = (await documents.Read(LedgerRequest.Kind, entry.From.Partition, requestId, cancellation))?.Value.Entry;
        if (earlier is not null && (earlier.To, earlier.Amount, earlier.Reason) != (entry.To, entry.Amount, entry.Reason))
            throw new Refusal(409, KeyReused, "The Idempotency-Key has been used for another movement.");
        return earlier;
    }

    /// <summary>Whether the payee has the money; false if the payee is gone and can never have it.</summary>
    private Task<bool> TryCredit(LedgerEntry entry, CancellationToken cancellation)
    {
        var partition = entry.To.Partition;
        var posting = new LedgerPosting(entry, LedgerSide.Credit);
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var commit = posting.AddTo(new Commit(partition))
                .Increment(Wallet.DocumentId, Wallet.BalanceField, entry.Amount, UpToCeiling);
            var result = await documents.Commit(commit, cancellation);
            if (result.IsCommitted)
                return true;
            // Applied before, or diverted before.
            if (Failed(commit, result, posting.DocumentId))
                return await documents.Read(Diversions, partition, posting.DocumentId, cancellation) is null;
            if (result.Outcome == CommitOutcome.Missing && await holders.Exists(entry.To, cancellation))
                return await OpenWallet();
            if (result.Outcome == CommitOutcome.OutOfBounds
                && await documents.Read(Wallet.Kind, partition, Wallet.DocumentId, cancellation) is { Value.IsClosed: false })
            {
                throw new InvalidOperationException($"{entry.To} cannot hold {entry.Amount} more.");
            }
            return await Divert();
        }

        async Task<bool?> OpenWallet()
        {
            var opening = posting.AddTo(new Commit(partition)).Create(Wallet.Kind, Wallet.DocumentId, Wallet.Of(entry.Amount));
            return (await documents.Commit(opening, cancellation)).IsCommitted ? true : null;
        }

        // Takes the place of the credit, so that one that found the payee a moment ago cannot be applied as well.
        async Task<bool?> Divert()
        {
            var diversion = new Commit(partition).Create(Diversions, posting.DocumentId, new Diversion(entry.To));
            return (await documents.Commit(diversion, cancellation)).IsCommitted ? false : null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Entry {Id} has left the payer and has not reached the payee yet. Its message will be delivered.")]
    private partial void LogInTransit(Exception exception, string id);
}
