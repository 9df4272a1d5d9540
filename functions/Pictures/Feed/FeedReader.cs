using System.Collections.Immutable;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// Reads a page: the root, a branch or two, and the leaves that hold it. Because of concurrent changes the nodes may come from different
/// moments, but a node covers the same range of ids as long as it exists. So a picture that stays in the feed is neither missing within
/// a page nor repeated in it. Only where the page begins may shift with concurrent changes.
/// </summary>
internal static class FeedReader
{
    // Enough: a node is replaced only after dozens of changes, and only its readers start again.
    private const int MaximumTries = 20;

    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: a node was replaced during every attempt.</exception>
    public static async Task<FeedPage> Page(FeedDocuments feed, TimeProvider time, long skip, int limit, CancellationToken cancellation)
    {
        FeedPage? shortened = null;
        for (var tries = 0; tries < MaximumTries; tries++)
        {
            await DocumentChanges.Wait(tries, time, cancellation);
            var root = (await feed.Root(cancellation))?.Value ?? FeedRoot.Empty;
            if (await Entries(feed, root, skip, limit, cancellation) is not { } entries)
                continue;
            var page = new FeedPage(root.Total, entries);
            if (entries.Length == Math.Clamp(page.Total - skip, 0, limit))
                return page;
            // Pictures were removed after the root was read. The next attempt reads a newer root.
            shortened = page;
        }
        return shortened ?? throw DocumentChanges.Busy();
    }

    /// <summary>The entries, newest first; null if a node was replaced.</summary>
    private static async Task<ImmutableArray<FeedEntry>?> Entries(
        FeedDocuments feed, FeedRoot root, long skip, int limit, CancellationToken cancellation)
    {
        var (above, toSkip) = Covering(root.Branches.Reverse(), skip, limit);
        if (await feed.Read(FeedDocuments.Branches, above, cancellation) is not { } branches)
            return null;
        (var below, toSkip) = Covering(branches.SelectMany(branch => branch.Value.Leaves.Reverse()), toSkip, limit);
        if (await feed.Read(FeedDocuments.Leaves, below, cancellation) is not { } leaves)
            return null;
        return [.. leaves.SelectMany(leaf => leaf.Value.Entries.Reverse()).Skip((int)toSkip).Take(limit)];
    }

    /// <summary>The nodes that hold a page, and how many pictures of the first node come before it.</summary>
    private static (List<long> Nodes, long Skip) Covering(IEnumerable<FeedChild> newestFirst, long skip, int limit)
    {
        var (nodes, before, within) = (new List<long>(), 0L, 0L);
        foreach (var child in newestFirst)
        {
            if (before - skip >= limit)
                break;
            if (before + child.Count > skip)
            {
                if (nodes.Count == 0)
                    within = skip - before;
                nodes.Add(child.Node);
            }
            before += child.Count;
        }
        return (nodes, within);
    }
}
