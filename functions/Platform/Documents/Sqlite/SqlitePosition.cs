using System.Text.Json;
using System.Text.Json.Nodes;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>Where a page ended: the last document's place in the order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="OrderedBy">The field's value as stored: text or a number.</param>
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
