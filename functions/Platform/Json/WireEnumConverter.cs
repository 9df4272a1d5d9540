using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SneakerCheck.Platform.Json;

/// <summary>
/// Writes enumerations as their names in snake_case, or as the name in <see cref="JsonStringEnumMemberNameAttribute"/>. Reads exactly
/// one of these names: the framework's own converter also accepts other case and lists of names.
/// </summary>
public sealed class WireEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Names<>).MakeGenericType(typeToConvert))!;

    /// <summary>The names of an enumeration, in the order of its values.</summary>
    internal static IEnumerable<string> NamesOf(Type type) =>
        Enum.GetNames(type).Select(name =>
            type.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name));

    private sealed class Names<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<string, T> Values =
            NamesOf(typeof(T)).Zip(Enum.GetNames<T>().Select(Enum.Parse<T>)).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

        private static readonly FrozenDictionary<T, JsonEncodedText> Texts =
            Values.ToFrozenDictionary(pair => pair.Value, pair => JsonEncodedText.Encode(pair.Key));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonException($"Must be one of {string.Join(", ", Values.Keys)}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Texts[value]);
    }
}
