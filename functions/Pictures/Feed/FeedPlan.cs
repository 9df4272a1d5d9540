using System.Collections.Immutable;

namespace SneakerCheck.Pictures.Feed;

/// <summary>One change of a feed.</summary>
/// <param name="Id">The picture.</param>
/// <param name="Added">The entry to add; null to remove the picture.</param>
internal sealed record FeedChange(long Id, FeedEntry? Added);

/// <summary>The nodes of a feed that were read so far, by number.</summary>
internal sealed record FeedNodes(FeedRoot Root, Dictionary<long, FeedBranch> Branches, Dictionary<long, FeedLeaf> Leaves);

/// <summary>The writes that a list of changes needs, or the nodes that must be read before they are known.</summary>
/// <param name="MissingBranches">Branches to read first; the rest of an incomplete plan is empty.</param>
/// <param name="MissingLeaves">Leaves to read first.</param>
internal sealed record FeedPlan(ImmutableArray<long> MissingBranches, ImmutableArray<long> MissingLeaves)
{
    /// <summary>For each change, whether it changes the feed.</summary>
    public ImmutableArray<bool> Effects { get; init; } = [];

    /// <summary>The new root; null if nothing changes.</summary>
    public FeedRoot? Root { get; init; }

    /// <summary>Branches to write. Those with a number from the old root's next number on are new.</summary>
    public ImmutableArray<KeyValuePair<long, FeedBranch>> Branches { get; init; } = [];

    /// <summary>Leaves to write, likewise.</summary>
    public ImmutableArray<KeyValuePair<long, FeedLeaf>> Leaves { get; init; } = [];

    /// <summary>Branches and leaves to delete.</summary>
    public ImmutableArray<long> Deleted { get; init; } = [];

    public bool IsIncomplete => MissingBranches.Length + MissingLeaves.Length > 0;

    public int Operations => Root is null ? 0 : 1 + Branches.Length + Leaves.Length + Deleted.Length;
}
