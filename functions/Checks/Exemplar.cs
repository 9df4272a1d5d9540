using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Checks;

/// <summary>A photo of a pair whose label an operator knows. The run compares checks with exemplars.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="ShoeModel">The shoe.</param>
/// <param name="View">The view.</param>
/// <param name="Verdict">True or fake.</param>
/// <param name="Pair">The name of the pair of shoes. Photos of one pair count as one sample.</param>
/// <param name="Sha256">Of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="FeatureVersion">The <see cref="PhotoFeatures.Version"/> that made the features.</param>
/// <param name="Features">Single-precision numbers, little-endian.</param>
/// <param name="AddTime">When it was added.</param>
/// <param name="AddedBy">The operator.</param>
public sealed record Exemplar(
    string Id,
    string ShoeModel,
    string View,
    Answer Verdict,
    string Pair,
    string Sha256,
    long Size,
    int FeatureVersion,
    byte[] Features,
    DateTimeOffset AddTime,
    long AddedBy)
{
    public const string Container = "exemplars";

    [JsonIgnore]
    public string BlobName => PhotoName(ShoeModel, Id);

    public static string PhotoName(string shoeModel, string id) => $"{shoeModel}/{id}.jpg";

    /// <summary>Encodes features as they are stored.</summary>
    public static byte[] Pack(float[] features) => MemoryMarshal.AsBytes(features.AsSpan()).ToArray();

    public LikenessExemplar ForLikeness() => new(
        Id,
        Pair,
        Verdict == Answer.True ? LikenessLabel.True : LikenessLabel.Fake,
        View,
        MemoryMarshal.Cast<byte, float>(Features).ToArray());
}

/// <summary>A labelled photo, as <c>/api/v1</c> returns it.</summary>
/// <param name="Id">The exemplar's id.</param>
/// <param name="ShoeModel">The shoe.</param>
/// <param name="View">The view.</param>
/// <param name="Verdict">true or fake.</param>
/// <param name="Pair">The pair of shoes.</param>
/// <param name="Sha256">Of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="AddTime">When it was added.</param>
public sealed record ExemplarView(
    string Id, string ShoeModel, string View, Answer Verdict, string Pair, string Sha256, long Size, DateTimeOffset AddTime)
{
    /// <summary>A link to the photo; only where one exemplar is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>When the link ends; only where one exemplar is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpireTime { get; init; }

    public static ExemplarView Of(Exemplar exemplar) => new(
        exemplar.Id,
        exemplar.ShoeModel,
        exemplar.View,
        exemplar.Verdict,
        exemplar.Pair,
        exemplar.Sha256,
        exemplar.Size,
        exemplar.AddTime);
}
