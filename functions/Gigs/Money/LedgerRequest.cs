using System.Security.Cryptography;
using System.Text;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Gigs.Money;

/// <summary>
/// A request that moved money and named itself by an <c>Idempotency-Key</c>, so that its repetition moves nothing more. In the payer's
/// partition, created in the commit that takes the money.
/// </summary>
/// <param name="Entry">What it moved.</param>
public sealed record LedgerRequest(LedgerEntry Entry)
{
    internal static readonly DocumentKind<LedgerRequest> Kind = new("ledger-request", LedgerJson.Default.LedgerRequest);

    /// <summary>The longest key, in characters.</summary>
    public const int LongestKey = 255;

    /// <summary>The id of its document. Keys of different callers are different.</summary>
    public static string DocumentId(long callerId, string key) =>
        $"request-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{callerId}:{key}")))}";
}
