using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SneakerCheck.Platform.Json;

/// <summary>The JSON format of wire types: snake_case, times in UTC, Chinese text unescaped.</summary>
public static class WireJson
{
    /// <summary>Returns new options for one area's source-generated context.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        // Replies are never embedded in HTML, so only what JSON requires is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter(), new WireEnumConverter() },
    };

    /// <summary>Options that also refuse a member that is unknown or given twice, for contracts that ask for it.</summary>
    public static JsonSerializerOptions StrictOptions() => new(Options())
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };
}
