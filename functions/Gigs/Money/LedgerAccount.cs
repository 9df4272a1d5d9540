using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;

namespace SneakerCheck.Gigs.Money;

/// <summary>Who holds the money of an account of the ledger.</summary>
public enum LedgerHolder
{
    /// <summary>The service itself. Grants come from it, so that its balance is the only one that may be below zero.</summary>
    Platform,

    /// <summary>A person: their balance.</summary>
    User,

    /// <summary>An organization: its balance.</summary>
    Organization,

    /// <summary>A gig: its escrow, which pays its participants.</summary>
    Gig,
}

/// <summary>
/// An account of the ledger. As text it is <c>platform</c>, <c>user:ID</c>, <c>organization:ID</c> or <c>gig:ID</c>.
/// </summary>
/// <param name="Id">The holder's id; 0 for the platform.</param>
[JsonConverter(typeof(LedgerAccountConverter))]
public readonly record struct LedgerAccount(LedgerHolder Holder, long Id)
{
    public static LedgerAccount Platform { get; } = new(LedgerHolder.Platform, 0);

    /// <summary>Whether it is the escrow of a gig, which is kept in the gig's document; all others have a wallet.</summary>
    public bool IsEscrow => Holder == LedgerHolder.Gig;

    /// <summary>The partition of its wallet and its entries.</summary>
    /// <exception cref="InvalidOperationException">It is an escrow, which is in the partition of the gig's creator.</exception>
    public string Partition => Holder switch
    {
        LedgerHolder.User => AccountStore.Partition(Id),
        LedgerHolder.Organization => OrganizationStore.Partition(Id),
        LedgerHolder.Platform => "platform",
        _ => throw new InvalidOperationException("The escrow of a gig is in the partition of the gig's creator."),
    };

    public static LedgerAccount User(long id) => new(LedgerHolder.User, id);

    public static LedgerAccount Organization(long id) => new(LedgerHolder.Organization, id);

    public static LedgerAccount Gig(long id) => new(LedgerHolder.Gig, id);

    /// <summary>Reads the text of an account.</summary>
    /// <exception cref="FormatException">The text is no account.</exception>
    public static LedgerAccount Parse(string text)
    {
        if (text == "platform")
            return Platform;
        var (holder, id) = text.Split(':') is [var name, var number] ? (name, number) : ("", "");
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value <= 0)
            throw new FormatException($"'{text}' is not an account of the ledger.");
        return holder switch
        {
            "user" => User(value),
            "organization" => Organization(value),
            "gig" => Gig(value),
            _ => throw new FormatException($"'{text}' is not an account of the ledger."),
        };
    }

    /// <summary>The account whose wallet is in a partition; null if none is.</summary>
    public static LedgerAccount? OfPartition(string partition) => partition == Platform.Partition ? Platform
        : Numbered(partition, AccountStore.Partition(0)[..^1]) is { } user ? User(user)
        : Numbered(partition, Organization(0).Partition[..^1]) is { } organization ? Organization(organization)
        : null;

    private static long? Numbered(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal)
        && long.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    public override string ToString() => Holder switch
    {
        LedgerHolder.Platform => "platform",
        LedgerHolder.User => $"user:{Id}",
        LedgerHolder.Organization => $"organization:{Id}",
        _ => $"gig:{Id}",
    };

    internal sealed class LedgerAccountConverter : JsonConverter<LedgerAccount>
    {
        public override LedgerAccount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return Parse(reader.GetString() ?? "");
            }
            catch (FormatException exception)
            {
                throw new JsonException(exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, LedgerAccount value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
