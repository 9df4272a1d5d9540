using System.Collections.Immutable;

namespace SneakerCheck.Pictures.Feed;

/// <summary>What is asked of a feed.</summary>
/// <param name="Id">The picture.</param>
/// <param name="Added">Its entry; null where it goes.</param>
internal sealed record FeedChange(long Id, FeedEntry? Added);

/// <summary>The nodes of a feed that were read so far.</summary>
/// <param name="Root">The top.</param>
/// <param name="Branches">By number.</param>
/// <param name="Leaves">By number.</param>
internal sealed record FeedNodes(FeedRoot Root, Dictionary<long, FeedBranch> Branches, Dictionary<long, FeedLeaf> Leaves);

/// <summary>What a few changes make of a feed's tree, or what must be read before that is known.</summary>
/// <param name="LackingBranches">Branches to be read first; the rest of the plan then says nothing.</param>
/// <param name="LackingLeaves">Leaves to be read first.</param>
internal sealed record FeedPlan(ImmutableArray<long> LackingBranches, ImmutableArray<long> LackingLeaves)
{
    /// <summary>For each change whether it makes a difference.</summary>
    public ImmutableArray<bool> Effects { get; init; } = [];

    /// <summary>The new root; null where nothing changes.</summary>
    public FeedRoot? Root { get; init; }

    /// <summary>Branches to be written, those from the old root's next number on for the first time.</summary>
    public ImmutableArray<KeyValuePair<long, FeedBranch>> Branches { get; init; } = [];

    /// <summary>Leaves to be written, likewise.</summary>
    public ImmutableArray<KeyValuePair<long, FeedLeaf>> Leaves { get; init; } = [];

    /// <summary>Branches and leaves to be deleted.</summary>
    public ImmutableArray<long> Gone { get; init; } = [];

    /// <summary>Whether more must be read.</summary>
    public bool IsLacking => LackingBranches.Length + LackingLeaves.Length > 0;

    /// <summary>Operations of the commit.</summary>
    public int Operations => Root is null ? 0 : 1 + Branches.Length + Leaves.Length + Gone.Length;
}
