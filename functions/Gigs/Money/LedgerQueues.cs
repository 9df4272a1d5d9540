using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Money;

/// <summary>An order to give a payee what a payer has been charged.</summary>
/// <param name="IsParked">Whether it is in the list of credits that failed for long.</param>
internal sealed record CreditOrder(LedgerEntry Entry, bool IsParked = false);

/// <summary>
/// A credit that has failed for half a day. The document is for operators: what is in transit follows from the entries, and the order is
/// delivered again by itself.
/// </summary>
/// <param name="Since">When it was parked for the first time.</param>
/// <param name="Times">How many times.</param>
public sealed record ParkedCredit(LedgerEntry Entry, DateTimeOffset Since, int Times)
{
    public static readonly DocumentKind<ParkedCredit> Kind = new("parked-credit", LedgerJson.Default.ParkedCredit);

    /// <summary>The partition of all of them. The id of each is that of its entry.</summary>
    public const string Partition = "parked-credits";
}

internal static class LedgerQueues
{
    public const string CreditsName = "ledger-credits";

    /// <summary>Credits in other partitions than the payer's. A message's key is the entry's id.</summary>
    public static readonly MessageQueue<CreditOrder> Credits = new(
        CreditsName,
        LedgerJson.Default.CreditOrder,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12));

    // The request that took the money gives it to the payee at once. The message is for when it cannot.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);

    public static Message CreditOf(LedgerEntry entry) => Credits.Message(entry.Id, new CreditOrder(entry), entry.Time + Ahead);
}
