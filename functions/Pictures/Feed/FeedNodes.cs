using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SneakerCheck.Pictures.Feed;

/// <summary>How large the nodes of a feed's tree become. They are at least a quarter full, but for the newest one of a level.</summary>
/// <param name="MostEntries">Entries of a leaf. An entry is some 100 bytes, and every change and page costs a leaf or two.</param>
/// <param name="MostLeaves">Leaves of a branch, 8 or more: a leaf that is too small must have a neighbour.</param>
public sealed record FeedSizes(int MostEntries = 64, int MostLeaves = 128);

/// <summary>What a node knows of one below it.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Count">Pictures below it.</param>
/// <param name="Least">The oldest of them.</param>
public sealed record FeedChild(long Node, long Count, long Least);

/// <summary>The top of a feed's tree, written by every change of the feed, so that changes come one after the other.</summary>
/// <param name="NextNode">The number of the next new node. A number is never used again.</param>
/// <param name="Branches">Oldest first.</param>
public sealed record FeedRoot(
    long NextNode, [property: JsonConverter(typeof(FeedChildren))] ImmutableArray<FeedChild> Branches)
{
    /// <summary>A feed without pictures.</summary>
    public static FeedRoot Empty { get; } = new(1, []);

    /// <summary>Pictures in the feed.</summary>
    [JsonIgnore]
    public long Total => Branches.Sum(branch => branch.Count);
}

/// <summary>The middle level of a feed's tree.</summary>
/// <param name="Leaves">Oldest first; never empty.</param>
public sealed record FeedBranch([property: JsonConverter(typeof(FeedChildren))] ImmutableArray<FeedChild> Leaves);

/// <summary>The lowest level of a feed's tree.</summary>
/// <param name="Entries">Oldest first; never empty.</param>
public sealed record FeedLeaf(ImmutableArray<FeedEntry> Entries);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeedRoot))]
[JsonSerializable(typeof(FeedBranch))]
[JsonSerializable(typeof(FeedLeaf))]
internal sealed partial class FeedJson : JsonSerializerContext;
