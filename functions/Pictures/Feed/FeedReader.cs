using System.Collections.Immutable;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// Reads a page: the root, a branch or two, and the leaves that hold it. Nodes may be of different moments, since changes go on
/// meanwhile, but a node holds the same stretch of ids for as long as it is there. So what was in the feed before and stays is
/// neither missing within a page nor twice in it; where it begins may be off by what came or went at this moment.
/// </summary>
internal static class FeedReader
{
    // It takes dozens of changes of one node to replace it, and only its readers begin again.
    private const int MostTries = 20;

    /// <summary>A page of a feed.</summary>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: a node was replaced in the midst of every try.</exception>
    public static async Task<FeedPage> Page(FeedDocuments feed, TimeProvider time, long skip, int limit, CancellationToken cancellation)
    {
        FeedPage? shortened = null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            await DocumentChanges.Wait(tries, time, cancellation);
            var root = (await feed.Root(cancellation))?.Value ?? FeedRoot.Empty;
            if (await Entries(feed, root, skip, limit, cancellation) is not { } entries)
                continue;
            var page = new FeedPage(root.Total, entries);
            if (entries.Length == Math.Clamp(page.Total - skip, 0, limit))
                return page;
            // Some went after the root was read: the next try knows how far to reach.
            shortened = page;
        }
        return shortened ?? throw DocumentChanges.Busy();
    }

    /// <summary>The entries, newest first; null where a node is gone.</summary>
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

    /// <summary>The nodes in which a page lies, and how many pictures of the first of them come before it.</summary>
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
