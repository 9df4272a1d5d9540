using System.Text.Encodings.Web;
using System.Text.Json;

namespace SneakerCheck.Platform.Json;

/// <summary>How wire types are written: snake_case, times in UTC, Chinese text readable.</summary>
public static class WireJson
{
    /// <summary>Fresh options for one area's source-generated context.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        // Replies are JSON, never part of a page: only what JSON itself needs is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter(), new WireEnumConverter() },
    };
}
