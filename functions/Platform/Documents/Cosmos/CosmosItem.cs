using System.Text.Json;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>A stored document: <c>{"id","partition","kind","ttl"?,"data":{…}}</c>, to which the service adds <c>_etag</c>.</summary>
internal static class CosmosItem
{
    public static MemoryStream Write(string partition, string id, string kind, byte[] value, long? secondsToLive)
    {
        var stream = new MemoryStream(value.Length + 256);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("partition", partition);
            json.WriteString("kind", kind);
            if (secondsToLive is { } seconds)
                json.WriteNumber("ttl", seconds);
            json.WritePropertyName("data");
            json.WriteRawValue(value, skipInputValidation: true);
            json.WriteEndObject();
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>The document in a stored item; null if it is of another kind.</summary>
    public static Document<T>? Read<T>(DocumentKind<T> kind, JsonElement item) =>
        item.GetProperty("kind").GetString() != kind.Name
            ? null
            : new(
                item.GetProperty("partition").GetString()!,
                item.GetProperty("id").GetString()!,
                item.GetProperty("data").Deserialize(kind.Json)!,
                FromHeader(item.GetProperty("_etag").GetString()!));

    /// <summary>Removes the quotes around the service's etag; <see cref="Document{T}.ETag"/> has none.</summary>
    public static string FromHeader(string etag) => etag.Trim('"');

    public static string ToHeader(string etag) => $"\"{etag}\"";
}
