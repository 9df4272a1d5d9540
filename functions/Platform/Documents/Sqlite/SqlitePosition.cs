using System.Text.Json;
using System.Text.Json.Nodes;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>The position of a page's last document in the query's order.</summary>
/// <param name="OrderedBy">The stored value of the field that the query orders by: a string or a number.</param>
internal sealed record SqlitePosition(string Id, string Partition, object OrderedBy)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SqlitePosition Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        var orderedBy = json.RootElement[2];
        return new(
            json.RootElement[0].GetString()!,
            json.RootElement[1].GetString()!,
            orderedBy.ValueKind == JsonValueKind.String ? orderedBy.GetString()!
                : orderedBy.TryGetInt64(out var whole) ? whole
                : orderedBy.GetDouble());
    }

    public override string ToString() =>
        new JsonArray(Id, Partition, OrderedBy is string text ? text : OrderedBy is long whole ? whole : (double)OrderedBy).ToJsonString();
}
