using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures.Feed;

/// <summary>Changes a feed's tree: reads the affected nodes, computes the change and writes it in one commit.</summary>
internal sealed class FeedWriter(FeedDocuments feed, TimeProvider time, FeedSizes sizes)
{
    /// <summary>
    /// Maximum number of changes per commit. If each is in another leaf, they write half a megabyte; Cosmos allows two.
    /// </summary>
    public const int MaximumChanges = 64;

    /// <summary>Makes as many of the changes, in order, as fit into one commit. Returns for each whether it changed the feed.</summary>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: every attempt lost the race; nothing was done.</exception>
    /// <remarks>Only processes compete: within a process, changes are batched.</remarks>
    public Task<IReadOnlyList<bool>> Change(IReadOnlyList<FeedChange> changes, CancellationToken cancellation) =>
        DocumentChanges.Retry(time, () => TryChange(changes, cancellation), cancellation);

    /// <summary>One attempt; null if the feed changed meanwhile.</summary>
    private async Task<IReadOnlyList<bool>?> TryChange(IReadOnlyList<FeedChange> changes, CancellationToken cancellation)
    {
        var root = await feed.Root(cancellation);
        var loaded = new LoadedFeed(feed, root?.Value ?? FeedRoot.Empty);
        while (true)
        {
            var plan = FeedTree.Change(loaded.Nodes, sizes, changes);
            if (plan.IsIncomplete)
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
        // Every commit replaces the root by its etag, so a commit based on an outdated root fails.
        if (rootETag is null)
            commit.Create(FeedDocuments.Roots, FeedDocuments.RootId, plan.Root!);
        else
            commit.Replace(FeedDocuments.Roots, FeedDocuments.RootId, plan.Root!, rootETag);
        foreach (var (node, branch) in plan.Branches)
            Add(FeedDocuments.Branches, node, branch);
        foreach (var (node, leaf) in plan.Leaves)
            Add(FeedDocuments.Leaves, node, leaf);
        foreach (var node in plan.Deleted)
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

        public async Task<bool> TryLoad(FeedPlan plan, CancellationToken cancellation)
        {
            // A concurrent change created this node. This change would use the same number for a node of its own.
            if (plan.MissingBranches.Concat(plan.MissingLeaves).Any(node => node >= Nodes.Root.NextNode))
                return false;
            var results = await Task.WhenAll(
                TryLoad(FeedDocuments.Branches, plan.MissingBranches, Nodes.Branches, cancellation),
                TryLoad(FeedDocuments.Leaves, plan.MissingLeaves, Nodes.Leaves, cancellation));
            return !results.Contains(false);
        }

        private async Task<bool> TryLoad<T>(
            DocumentKind<T> kind, IReadOnlyList<long> missing, Dictionary<long, T> into, CancellationToken cancellation)
        {
            if (await feed.Read(kind, missing, cancellation) is not { } found)
                return false;
            lock (ETags)
            {
                foreach (var (node, document) in missing.Zip(found))
                    (into[node], ETags[node]) = (document.Value, document.ETag);
            }
            return true;
        }
    }
}
