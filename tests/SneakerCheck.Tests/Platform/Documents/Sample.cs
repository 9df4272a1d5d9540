using System.Text.Json.Serialization;

namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>A value with a field of each type that queries compare, one that may be missing and one that may be null.</summary>
public sealed record Sample(string Name, long Size = 0, double Weight = 0, bool Boxed = false, Detail? Detail = null, string? Note = null)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tag { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Used { get; init; }

    public long? Quota { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Colours { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long[]? Sizes { get; init; }
}

public sealed record Detail(string View, long Rank);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Sample))]
internal sealed partial class SampleJson : JsonSerializerContext;
