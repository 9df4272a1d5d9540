using BranchDraft = SneakerCheck.Pictures.Feed.FeedDraft<SneakerCheck.Pictures.Feed.FeedDraft<SneakerCheck.Pictures.Feed.FeedDraftEntry>>;
using LeafDraft = SneakerCheck.Pictures.Feed.FeedDraft<SneakerCheck.Pictures.Feed.FeedDraftEntry>;

namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// Computes changes of a feed's tree: a B+ tree of three levels in which every node stores how many pictures are below each of its
/// children. It works in memory on the nodes that were read, and reports which others it needs.
/// </summary>
internal sealed class FeedTree
{
    private readonly FeedNodes nodes;
    private readonly FeedLevel<FeedDraftEntry> leaves;
    private readonly FeedLevel<LeafDraft> middle;
    private readonly List<BranchDraft> branches;
    private readonly HashSet<long> missingBranches = [], missingLeaves = [], deleted = [];

    private FeedTree(FeedNodes nodes, FeedSizes sizes)
    {
        this.nodes = nodes;
        leaves = new(sizes.MaximumEntries, Open, leaf => deleted.Add(leaf.Node));
        middle = new(sizes.MaximumLeaves, Open, branch => deleted.Add(branch.Node));
        branches = [.. nodes.Root.Branches.Select(branch => new BranchDraft(branch, null))];
    }

    /// <summary>Computes the writes for a list of changes, applied in order.</summary>
    public static FeedPlan Change(FeedNodes nodes, FeedSizes sizes, IReadOnlyList<FeedChange> changes)
    {
        var tree = new FeedTree(nodes, sizes);
        // Applies all changes even if one needs a missing node, so that all missing nodes are read together.
        bool[] effects = [.. changes.Select(tree.Apply)];
        if (effects.Contains(true))
            tree.Balance();
        return tree.IsIncomplete ? new([.. tree.missingBranches], [.. tree.missingLeaves])
            : effects.Contains(true) ? tree.Write(effects)
            : new([], []) { Effects = [.. effects] };
    }

    private bool IsIncomplete => missingBranches.Count + missingLeaves.Count > 0;

    private bool Apply(FeedChange change)
    {
        if (branches is [])
            branches.Add(new(null, [new(null, [])]));
        var branch = Holder(branches, change.Id);
        if (!Open(branch))
            return false;
        var leaf = Holder(branch.Items!, change.Id);
        if (!Open(leaf))
            return false;
        var entries = leaf.Items!;
        var place = entries.FindIndex(entry => entry.Entry.Id >= change.Id);
        var isPresent = place >= 0 && entries[place].Entry.Id == change.Id;
        if (isPresent == change.Added is not null)
            return false;
        if (change.Added is { } added)
            entries.Insert(place < 0 ? entries.Count : place, new(added, IsNew: true));
        else
            entries.RemoveAt(place);
        branch.IsChanged = leaf.IsChanged = true;
        return true;
    }

    private static FeedDraft<T> Holder<T>(List<FeedDraft<T>> neighbours, long id)
        where T : IFeedItem => neighbours.FindLast(node => node.From <= id) ?? neighbours[0];

    private bool Open(BranchDraft branch)
    {
        if (branch.IsOpen)
            return true;
        if (nodes.Branches.TryGetValue(branch.Stored!.Node, out var stored))
            branch.Open(stored.Leaves.Select(leaf => new LeafDraft(leaf, null)));
        else
            missingBranches.Add(branch.Stored.Node);
        return branch.IsOpen;
    }

    private bool Open(LeafDraft leaf)
    {
        if (leaf.IsOpen)
            return true;
        if (nodes.Leaves.TryGetValue(leaf.Stored!.Node, out var stored))
            leaf.Open(stored.Entries.Select(entry => new FeedDraftEntry(entry, IsNew: false)));
        else
            missingLeaves.Add(leaf.Stored.Node);
        return leaf.IsOpen;
    }

    /// <summary>
    /// Repeats both levels: merged leaves may leave a branch too small, and merged branches may bring leaves together that need merging.
    /// </summary>
    private void Balance()
    {
        bool isReplaced;
        do
        {
            isReplaced = false;
            foreach (var branch in branches.Where(branch => branch.IsChanged))
                isReplaced |= leaves.Balance(branch.Items!, isNewest: branch == branches[^1]);
            isReplaced |= middle.Balance(branches, isNewest: true);
        }
        while (isReplaced && !IsIncomplete);
    }

    private FeedPlan Write(bool[] effects)
    {
        var next = nodes.Root.NextNode;
        var (writtenBranches, writtenLeaves) = (new Dictionary<long, FeedBranch>(), new Dictionary<long, FeedLeaf>());
        var root = branches.ConvertAll(branch => Child(branch, id => writtenBranches[id] = new(
            [.. branch.Items!.Select(leaf => Child(leaf, leafId => writtenLeaves[leafId] = new(
                [.. leaf.Items!.Select(entry => entry.Entry)])))])));
        return new([], [])
        {
            Effects = [.. effects],
            Root = new(next, [.. root]),
            Branches = [.. writtenBranches],
            Leaves = [.. writtenLeaves],
            Deleted = [.. deleted],
        };

        FeedChild Child<T>(FeedDraft<T> node, Action<long> write)
            where T : IFeedItem
        {
            if (!node.IsChanged)
                return node.Stored!;
            var id = node.Stored?.Node ?? next++;
            write(id);
            return new(id, node.Count, node.OldestId);
        }
    }
}
