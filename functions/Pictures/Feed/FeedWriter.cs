using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures.Feed;

/// <summary>Changes a feed's tree: reads what the change touches, works it out and writes it in one commit.</summary>
internal sealed class FeedWriter(FeedDocuments feed, TimeProvider time, FeedSizes sizes)
{
    /// <summary>
    /// The most changes that are made together. Were each in another leaf, they would write half a megabyte; a store takes two.
    /// </summary>
    public const int MostChanges = 64;

    /// <summary>Makes as many of the changes as one commit can hold, from the first on, and tells which made a difference.</summary>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: others were faster at every try; nothing was done.</exception>
    /// <remarks>Rivals are processes, not callers: a process makes its callers' changes together.</remarks>
    public Task<IReadOnlyList<bool>> Change(IReadOnlyList<FeedChange> changes, CancellationToken cancellation) =>
        DocumentChanges.Retry(time, () => TryChange(changes, cancellation), cancellation);

    /// <summary>One try; null where the feed changed meanwhile.</summary>
    private async Task<IReadOnlyList<bool>?> TryChange(IReadOnlyList<FeedChange> changes, CancellationToken cancellation)
    {
        var root = await feed.Root(cancellation);
        var loaded = new LoadedFeed(feed, root?.Value ?? FeedRoot.Empty);
        while (true)
        {
            var plan = FeedTree.Change(loaded.Nodes, sizes, changes);
            if (plan.IsLacking)
            {
                if (!await loaded.TryLoad(plan, cancellation))
                    return null;
            }
            else if (plan.Operations > Commit.MaximumOperations)
            {
                changes = [.. changes.Take(changes.Count / 2)];
            }
            else
            {
                return plan.Root is null || (await feed.Commit(Write(loaded, root?.ETag, plan), cancellation)).IsCommitted
                    ? plan.Effects
                    : null;
            }
        }
    }

    private Commit Write(LoadedFeed loaded, string? rootETag, FeedPlan plan)
    {
        var commit = new Commit(feed.Partition);
        // The root comes first and is in every commit: whoever read it before another change fails here.
        if (rootETag is null)
            commit.Create(FeedDocuments.Roots, FeedDocuments.RootId, plan.Root!);
        else
            commit.Replace(FeedDocuments.Roots, FeedDocuments.RootId, plan.Root!, rootETag);
        foreach (var (node, branch) in plan.Branches)
            Add(FeedDocuments.Branches, node, branch);
        foreach (var (node, leaf) in plan.Leaves)
            Add(FeedDocuments.Leaves, node, leaf);
        foreach (var node in plan.Gone)
            commit.Delete(FeedDocuments.Id(node), loaded.ETags[node]);
        return commit;

        void Add<T>(DocumentKind<T> kind, long node, T value)
        {
            if (loaded.ETags.TryGetValue(node, out var etag))
                commit.Replace(kind, FeedDocuments.Id(node), value, etag);
            else
                commit.Create(kind, FeedDocuments.Id(node), value);
        }
    }

    /// <summary>The part of a feed that was read, and the versions of its nodes.</summary>
    private sealed class LoadedFeed(FeedDocuments feed, FeedRoot root)
    {
        public FeedNodes Nodes { get; } = new(root, [], []);

        public Dictionary<long, string> ETags { get; } = [];

        /// <summary>Reads what a plan lacks; false where a node is gone, or is newer than the root that was read.</summary>
        public async Task<bool> TryLoad(FeedPlan plan, CancellationToken cancellation)
        {
            // Made by another change since: its number is one that this change would give to a node of its own.
            if (plan.LackingBranches.Concat(plan.LackingLeaves).Any(node => node >= Nodes.Root.NextNode))
                return false;
            var results = await Task.WhenAll(
                TryLoad(FeedDocuments.Branches, plan.LackingBranches, Nodes.Branches, cancellation),
                TryLoad(FeedDocuments.Leaves, plan.LackingLeaves, Nodes.Leaves, cancellation));
            return !results.Contains(false);
        }

        private async Task<bool> TryLoad<T>(
            DocumentKind<T> kind, IReadOnlyList<long> lacking, Dictionary<long, T> into, CancellationToken cancellation)
        {
            if (await feed.Read(kind, lacking, cancellation) is not { } found)
                return false;
            lock (ETags)
            {
                foreach (var (node, document) in lacking.Zip(found))
                    (into[node], ETags[node]) = (document.Value, document.ETag);
            }
            return true;
        }
    }
}
