using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Checks;

/// <summary>A photo of a pair of which an operator knows what it is. The run compares checks with these.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="ShoeModel">The shoe.</param>
/// <param name="View">The view.</param>
/// <param name="Verdict">True or fake.</param>
/// <param name="Pair">Names the pair of shoes; photos of one pair are never taken for independent.</param>
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
    /// <summary>The container of exemplars' photos.</summary>
    public const string Container = "exemplars";

    /// <summary>The blob of its photo.</summary>
    [JsonIgnore]
    public string BlobName => PhotoName(ShoeModel, Id);

    /// <summary>The blob of the photo of an exemplar.</summary>
    public static string PhotoName(string shoeModel, string id) => $"{shoeModel}/{id}.jpg";

    /// <summary>Features as they are stored.</summary>
    public static byte[] Pack(float[] features) => MemoryMarshal.AsBytes(features.AsSpan()).ToArray();

    /// <summary>The exemplar as the decision takes it.</summary>
    public LikenessExemplar ForLikeness() => new(
        Id,
        Pair,
        Verdict == Answer.True ? LikenessLabel.True : LikenessLabel.Fake,
        View,
        MemoryMarshal.Cast<byte, float>(Features).ToArray());
}

/// <summary>An exemplar as <c>/api/v1</c> shows it.</summary>
/// <param name="Id">Names it in paths.</param>
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
    /// <summary>What is shown of an exemplar.</summary>
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
