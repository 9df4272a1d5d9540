using System.Text.Json.Serialization;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Accounts;

internal static class AccountQueues
{
    public const string DeparturesName = "account-departures";

    /// <summary>Accounts to remove the rest of. A message's key is the account's id.</summary>
    public static readonly MessageQueue<DepartureOrder> Departures = new(
        DeparturesName,
        AccountQueueJson.Default.DepartureOrder,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DepartureOrder))]
internal sealed partial class AccountQueueJson : JsonSerializerContext;
