using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// The nodes below a node as one row of numbers, node, count and least of each in turn: half as long as with names, and read in
/// a fraction of the time. A page reads two such rows, and every change writes them.
/// </summary>
internal sealed class FeedChildren : JsonConverter<ImmutableArray<FeedChild>>
{
    public override ImmutableArray<FeedChild> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var children = ImmutableArray.CreateBuilder<FeedChild>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            children.Add(new(reader.GetInt64(), Next(ref reader), Next(ref reader)));
        return children.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<FeedChild> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (node, count, least) in value)
        {
            writer.WriteNumberValue(node);
            writer.WriteNumberValue(count);
            writer.WriteNumberValue(least);
        }
        writer.WriteEndArray();
    }

    private static long Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
