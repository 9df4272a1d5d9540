using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SneakerCheck.Pictures.Feed;

/// <summary>Node sizes of a feed's tree. Nodes are at least a quarter full, except the newest one of a level.</summary>
/// <param name="MaximumEntries">Entries per leaf. An entry takes about 100 bytes, and every change and page reads a leaf or two.</param>
/// <param name="MaximumLeaves">Leaves per branch, 8 or more: a leaf that is too small needs a neighbour to merge with.</param>
public sealed record FeedSizes(int MaximumEntries = 64, int MaximumLeaves = 128);

/// <summary>A node's record of a child.</summary>
/// <param name="Node">The number of the child.</param>
/// <param name="Count">Number of pictures below it.</param>
/// <param name="OldestId">The id of the oldest of them.</param>
public sealed record FeedChild(long Node, long Count, long OldestId);

/// <summary>The root of a feed's tree. Every change writes it, which serializes the changes of a feed.</summary>
/// <param name="NextNode">The number of the next new node. Numbers are never reused.</param>
/// <param name="Branches">Oldest first.</param>
public sealed record FeedRoot(
    long NextNode, [property: JsonConverter(typeof(FeedChildren))] ImmutableArray<FeedChild> Branches)
{
    public static FeedRoot Empty { get; } = new(1, []);

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
