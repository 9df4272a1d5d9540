using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs.Money;

/// <summary>An amount of money.</summary>
/// <param name="Amount">A whole number, 1 to 10^12.</param>
public sealed record AmountRequest([property: Required] long? Amount)
{
    private const long Largest = 1_000_000_000_000;

    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public long Required() => Amount is >= 1 and <= Largest
        ? Amount.Value
        : throw Refusal.Field("amount", $"must be a whole number from 1 to {Largest}.");
}

/// <summary>What a member pays in.</summary>
/// <param name="Amount">A whole number, 1 to 10^12.</param>
public sealed record DepositRequest([property: Required] long? Amount)
{
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public long Required() => new AmountRequest(Amount).Required();
}

/// <summary>A movement of money, as one of its accounts sees it.</summary>
/// <param name="Id">The movement's id, the same for payer and payee.</param>
/// <param name="Time">When the money left the payer.</param>
/// <param name="Amount">What the balance changed by: negative for the payer.</param>
/// <param name="From">The payer: <c>platform</c>, <c>user:ID</c>, <c>organization:ID</c> or <c>gig:ID</c>.</param>
/// <param name="To">The payee; the payer again for money that came back.</param>
/// <param name="TaskId">The gig that it is about; null if there is none.</param>
public sealed record EntryBody(
    string Id, DateTimeOffset Time, long Amount, LedgerReason Reason, string From, string To, long? TaskId)
{
    /// <summary>The movement as the wallet that it changes sees it.</summary>
    public static EntryBody Of(LedgerPosting posting) => new(
        posting.Entry.Id,
        posting.Entry.Time,
        posting.Changes.Single(change => !change.Account.IsEscrow).Change,
        posting.Entry.Reason,
        posting.Entry.From.ToString(),
        posting.Entry.To.ToString(),
        posting.Entry.Gig);
}

/// <summary>Movements of one account, newest first.</summary>
/// <param name="Balance">What the account holds now.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last one.</param>
public sealed record EntryList(long Balance, IReadOnlyList<EntryBody> Entries, string? Next);

[JsonSerializable(typeof(AmountRequest))]
[JsonSerializable(typeof(DepositRequest))]
[JsonSerializable(typeof(EntryBody))]
[JsonSerializable(typeof(EntryList))]
internal sealed partial class LedgerWire : JsonSerializerContext
{
    /// <summary>Ignores unknown members, as <c>/api/v1</c> does.</summary>
    public static LedgerWire Json { get; } = new(WireJson.Options());

    /// <summary>Refuses unknown members, as seed 003 does.</summary>
    public static LedgerWire Strict { get; } = new(WireJson.StrictOptions());
}
