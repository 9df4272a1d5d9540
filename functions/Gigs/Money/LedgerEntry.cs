using System.Text.Json.Serialization;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs.Money;

/// <summary>Why money moves.</summary>
public enum LedgerReason
{
    /// <summary>An operator gives a person money of the platform.</summary>
    Grant,

    /// <summary>A member pays into an organization.</summary>
    Deposit,

    /// <summary>A gig is published: the rewards of all its places go into its escrow.</summary>
    Publish,

    /// <summary>A participant is paid from the escrow.</summary>
    Reward,

    /// <summary>What a gig did not spend goes back to its creator.</summary>
    Unspent,

    /// <summary>An account is deleted: its balance goes to the platform.</summary>
    AccountDeleted,

    /// <summary>An organization is deleted: its balance goes to its owner.</summary>
    OrganizationDeleted,

    /// <summary>The payee was deleted before the money arrived, so that it goes back to the payer, or else to the platform.</summary>
    PayeeGone,
}

/// <summary>
/// One movement of money, with two legs: the payer's, which is negative, and the payee's, which is positive. An entry never changes.
/// </summary>
/// <param name="Id">
/// The movement's idempotency key, 32 hexadecimal digits. Each leg is applied once for it. UUIDs of version 7, so that ids are in the
/// order of time.
/// </param>
/// <param name="From">The payer.</param>
/// <param name="To">The payee.</param>
/// <param name="Amount">A whole number above 0.</param>
/// <param name="Time">When the money left the payer.</param>
/// <param name="Gig">The gig that it is about; null if there is none.</param>
public sealed record LedgerEntry(
    string Id, LedgerAccount From, LedgerAccount To, long Amount, LedgerReason Reason, DateTimeOffset Time, long? Gig = null)
{
    /// <summary>Makes a new movement. Nothing is moved until its legs are committed.</summary>
    /// <exception cref="ArgumentException">The amount is not above 0, is 2^53 or more, or payer and payee are the same.</exception>
    public static LedgerEntry Create(
        LedgerAccount from, LedgerAccount to, long amount, LedgerReason reason, DateTimeOffset now, long? gig = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, Wallet.Largest);
        return from != to
            ? new LedgerEntry(Guid.CreateVersion7(now).ToString("N"), from, to, amount, reason, now, gig)
            : throw new ArgumentException("Money moves from one account to another.", nameof(to));
    }

    /// <summary>
    /// Where the money may arrive, each only if all before it are gone: at the payee, at the payer, at the platform. An escrow is not among
    /// them, because its gig may be finished.
    /// </summary>
    internal IEnumerable<LedgerEntry> Ways()
    {
        yield return this;
        if (!From.IsEscrow && From != LedgerAccount.Platform)
            yield return this with { To = From, Reason = LedgerReason.PayeeGone };
        yield return this with { To = LedgerAccount.Platform, Reason = LedgerReason.PayeeGone };
    }
}

/// <summary>Which legs of an entry a document stands for.</summary>
public enum LedgerSide
{
    /// <summary>Payer and payee are in one partition.</summary>
    Both,

    /// <summary>The payer's; the payee's is in another partition, or not there yet.</summary>
    Debit,

    /// <summary>The payee's.</summary>
    Credit,
}

/// <summary>
/// An entry in the partition of one of its accounts, committed together with the change of the balance. Postings are never changed and
/// never deleted. While the credit of an entry is not there, its money is in transit.
/// </summary>
public sealed record LedgerPosting(LedgerEntry Entry, LedgerSide Side)
{
    /// <summary>Those that change the wallet of their partition.</summary>
    public static readonly DocumentKind<LedgerPosting> OfWallets = new("ledger-entry", LedgerJson.Default.LedgerPosting);

    /// <summary>Those that change only the escrow of a gig.</summary>
    public static readonly DocumentKind<LedgerPosting> OfEscrows = new("escrow-entry", LedgerJson.Default.LedgerPosting);

    /// <summary>The id of its document. Payer and payee can share a partition, so the two sides have different ones.</summary>
    [JsonIgnore]
    public string DocumentId => Side == LedgerSide.Credit ? $"entry-{Entry.Id}-credit" : $"entry-{Entry.Id}";

    /// <summary>The accounts that it changes, and by how much.</summary>
    [JsonIgnore]
    public IEnumerable<(LedgerAccount Account, long Change)> Changes => Side switch
    {
        LedgerSide.Debit => [(Entry.From, -Entry.Amount)],
        LedgerSide.Credit => [(Entry.To, Entry.Amount)],
        _ => [(Entry.From, -Entry.Amount), (Entry.To, Entry.Amount)],
    };

    /// <summary>Adds it to a commit.</summary>
    internal Commit AddTo(Commit commit) =>
        commit.Create(Changes.All(change => change.Account.IsEscrow) ? OfEscrows : OfWallets, DocumentId, this);
}

/// <summary>
/// The kept balance of a person, an organization or the platform: the sum of the entries of its partition. It changes only in the commit
/// that also creates an entry.
/// </summary>
/// <param name="Balance">Not below 0 but for the platform's.</param>
/// <param name="Ceiling">The most that it may hold: <see cref="Largest"/>, or 0 once its holder is gone and nothing may arrive.</param>
public sealed record Wallet(long Balance, long Ceiling)
{
    public static readonly DocumentKind<Wallet> Kind = new("wallet", LedgerJson.Default.Wallet);

    public const string DocumentId = "wallet";

    /// <summary>The largest balance, because a JSON reader may use doubles.</summary>
    public const long Largest = (1L << 53) - 1;

    internal const string BalanceField = "balance";

    internal const string CeilingField = "ceiling";

    /// <summary>A wallet that holds this much.</summary>
    public static Wallet Of(long balance) => new(balance, Largest);

    /// <summary>The wallet of a holder who is gone.</summary>
    public static Wallet Closed { get; } = new(0, 0);

    [JsonIgnore]
    public bool IsClosed => Ceiling == 0;
}

/// <summary>The part of a gig's document that the ledger changes.</summary>
/// <param name="Escrow">What the gig holds, not below 0.</param>
public sealed record GigEscrow(long Escrow)
{
    public static readonly DocumentKind<GigEscrow> Kind = new("gig", LedgerJson.Default.GigEscrow);

    internal const string Field = "escrow";

    /// <summary>The id of a gig's document in its creator's partition.</summary>
    public static string DocumentId(long gig) => $"gig-{gig}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireEnumConverter)])]
[JsonSerializable(typeof(LedgerPosting))]
[JsonSerializable(typeof(Wallet))]
[JsonSerializable(typeof(GigEscrow))]
[JsonSerializable(typeof(LedgerRequest))]
[JsonSerializable(typeof(Diversion))]
[JsonSerializable(typeof(CreditOrder))]
[JsonSerializable(typeof(ParkedCredit))]
internal sealed partial class LedgerJson : JsonSerializerContext;
