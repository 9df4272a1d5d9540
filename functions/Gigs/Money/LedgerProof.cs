namespace SneakerCheck.Gigs.Money;

/// <summary>An account of the ledger, proven.</summary>
/// <param name="Kept">The balance as it is kept.</param>
/// <param name="Summed">The sum of its entries.</param>
public sealed record ProvenAccount(LedgerAccount Account, long Kept, long Summed)
{
    /// <summary>What was changed without an entry; 0 if nothing was.</summary>
    public long Difference => Kept - Summed;
}

/// <summary>What the proof of a ledger found.</summary>
/// <param name="Entries">How many movements there are.</param>
/// <param name="Accounts">Every account, in a fixed order.</param>
/// <param name="InTransit">Movements that have left their payer and not reached their payee yet, oldest first.</param>
/// <param name="Faults">What contradicts itself, in sentences.</param>
public sealed record ProvenLedger(
    long Entries, IReadOnlyList<ProvenAccount> Accounts, IReadOnlyList<LedgerEntry> InTransit, IReadOnlyList<string> Faults)
{
    /// <summary>All balances, escrows and what is in transit, together. 0, because every entry takes what it gives.</summary>
    public Int128 Total => Accounts.Aggregate(Int128.Zero, (sum, account) => sum + account.Kept)
        + InTransit.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Amount);

    /// <summary>
    /// How much money is wrong: what balances differ from their entries, whether too high or too low, or, if that is nothing, the total.
    /// </summary>
    public Int128 Difference => Accounts.Aggregate(Int128.Zero, (sum, account) => sum + Int128.Abs(account.Difference)) is var differs
        && differs > 0
            ? differs
            : Int128.Abs(Total);

    public bool IsProven => Difference == 0 && Faults.Count == 0;
}

/// <summary>
/// Proves a ledger from its documents, all read at one moment: every balance is the sum of its entries, every entry has each leg once and
/// in the right partition, the two legs agree, and everything together is 0.
/// </summary>
public sealed class LedgerProof
{
    private readonly Dictionary<LedgerAccount, (long Kept, long Summed)> accounts = [];
    private readonly Dictionary<string, Pair> pairs = [];
    private readonly List<string> faults = [];

    /// <summary>Adds a kept balance.</summary>
    /// <param name="partition">Where it is.</param>
    public void AddWallet(string partition, Wallet wallet)
    {
        if (LedgerAccount.OfPartition(partition) is { } account)
            AddBalance(account, wallet.Balance);
        else
            faults.Add($"There is a wallet in {partition}, which is nobody's.");
    }

    /// <summary>Adds the escrow of a gig.</summary>
    /// <param name="documentId">The id of the gig's document.</param>
    public void AddEscrow(string documentId, GigEscrow gig)
    {
        if (long.TryParse(documentId.AsSpan(documentId.IndexOf('-') + 1), out var id))
            AddBalance(LedgerAccount.Gig(id), gig.Escrow);
        else
            faults.Add($"{documentId} is not the id of a gig.");
    }

    /// <summary>Adds one side of an entry, or both.</summary>
    /// <param name="partition">Where it is.</param>
    /// <param name="documentId">The id of its document.</param>
    public void Add(string partition, string documentId, LedgerPosting posting)
    {
        var entry = posting.Entry;
        if (entry.Amount < 1)
            faults.Add($"{entry.Id} moves {entry.Amount}.");
        if (documentId != posting.DocumentId)
            faults.Add($"{documentId} in {partition} holds the entry {entry.Id}.");
        foreach (var (account, change) in posting.Changes)
        {
            if (!account.IsEscrow && account.Partition != partition)
                faults.Add($"{entry.Id} changes {account} from {partition}.");
            var (kept, summed) = accounts.GetValueOrDefault(account);
            accounts[account] = (kept, summed + change);
        }
        var pair = pairs.GetValueOrDefault(entry.Id);
        if ((posting.Side == LedgerSide.Credit ? pair.Credit : pair.Debit) is not null)
            faults.Add($"{entry.Id} is there twice, the second time in {partition}.");
        pairs[entry.Id] = posting.Side == LedgerSide.Credit ? pair with { Credit = posting } : pair with { Debit = posting };
    }

    /// <summary>States what was found in everything that was added.</summary>
    public ProvenLedger State()
    {
        var inTransit = new List<LedgerEntry>();
        foreach (var (id, (debit, credit)) in pairs)
        {
            if (debit is null)
                faults.Add($"{id} gives {credit!.Entry.Amount} to {credit.Entry.To}, and nobody was charged.");
            else if (debit.Side == LedgerSide.Both && credit is not null)
                faults.Add($"{id} gives its money twice.");
            else if (credit is not null && !AreLegsOfOne(debit.Entry, credit.Entry))
                faults.Add($"{id} is {Shown(debit.Entry)} at its payer and {Shown(credit.Entry)} at its payee.");
            else if (debit.Side == LedgerSide.Debit && credit is null)
                inTransit.Add(debit.Entry);
        }
        faults.AddRange(
            from account in accounts
            where account.Key != LedgerAccount.Platform && account.Value.Kept < 0
            select $"{account.Key} has {account.Value.Kept}.");
        return new ProvenLedger(
            pairs.Count,
            [
                .. from account in accounts
                   orderby account.Key.Holder, account.Key.Id
                   select new ProvenAccount(account.Key, account.Value.Kept, account.Value.Summed),
            ],
            [.. inTransit.OrderBy(entry => entry.Id, StringComparer.Ordinal)],
            [.. faults.Order(StringComparer.Ordinal)]);
    }

    private static bool AreLegsOfOne(LedgerEntry debit, LedgerEntry credit) => debit.Ways().Contains(credit);

    private static string Shown(LedgerEntry entry) => $"{entry.Amount} from {entry.From} to {entry.To}";

    private void AddBalance(LedgerAccount account, long balance)
    {
        var (kept, summed) = accounts.GetValueOrDefault(account);
        accounts[account] = (kept + balance, summed);
    }

    private readonly record struct Pair(LedgerPosting? Debit, LedgerPosting? Credit);
}
