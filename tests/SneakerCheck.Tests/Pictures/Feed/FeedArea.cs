using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Pictures.Feed;

/// <summary>Feeds on a SQLite file of their own, with a record of their document operations.</summary>
internal sealed class FeedArea : IDisposable
{
    private readonly SqliteFile file = new();

    public FeedArea(FeedSizes? sizes = null)
    {
        Sizes = sizes ?? new();
        Documents = new(new SqliteDocuments(file.Database, TimeProvider.System));
        Feeds = Open();
    }

    public FeedSizes Sizes { get; }

    public RecordingDocuments Documents { get; }

    public PictureFeeds Feeds { get; }

    /// <summary>The feeds of another process on the same file.</summary>
    public PictureFeeds Open() => new(Documents, TimeProvider.System, Sizes);

    public static FeedEntry Entry(long id) =>
        new(id, id % 7, $"{id}", "image/jpeg", 1000 + id, id % 5 == 0 ? new("side", "air-1", "true") : null);

    /// <summary>Adds pictures to the feed of all pictures, concurrently.</summary>
    public Task<bool[]> Add(IEnumerable<long> ids) => Task.WhenAll(ids.Select(id => Feeds.Add(null, Entry(id), default)));

    /// <summary>Removes pictures from the feed of all pictures, concurrently.</summary>
    public Task<bool[]> Remove(IEnumerable<long> ids) => Task.WhenAll(ids.Select(id => Feeds.Remove(null, id, default)));

    public Task<FeedPage> Page(long skip, int limit) => Feeds.Page(null, skip, limit, default);

    /// <summary>The whole feed of all pictures, oldest first; asserts that every node of its tree is valid.</summary>
    public async Task<FeedEntry[]> CheckedEntries()
    {
        var root = (await new FeedDocuments(Documents, FeedDocuments.PartitionOf(null)).Root(default))?.Value ?? FeedRoot.Empty;
        var branches = await All(FeedDocuments.Branches);
        var leaves = await All(FeedDocuments.Leaves);

        // An unreachable node would never be deleted.
        Assert.Equal(branches.Keys.Order(), root.Branches.Select(branch => FeedDocuments.Id(branch.Node)).Order());
        Assert.Equal(
            leaves.Keys.Order(), branches.Values.SelectMany(branch => branch.Leaves).Select(leaf => FeedDocuments.Id(leaf.Node)).Order());
        List<FeedEntry> entries = [];
        foreach (var child in root.Branches)
        {
            var branch = branches[FeedDocuments.Id(child.Node)];
            Assert.InRange(
                branch.Leaves.Length, child == root.Branches[^1] ? 1 : Math.Max(Sizes.MaximumLeaves / 4, 1), Sizes.MaximumLeaves);
            Assert.Equal((child.Count, child.OldestId), (branch.Leaves.Sum(leaf => leaf.Count), branch.Leaves[0].OldestId));
            foreach (var below in branch.Leaves)
            {
                var leaf = leaves[FeedDocuments.Id(below.Node)];
                var isNewest = child == root.Branches[^1] && below == branch.Leaves[^1];
                Assert.InRange(leaf.Entries.Length, isNewest ? 1 : Math.Max(Sizes.MaximumEntries / 4, 1), Sizes.MaximumEntries);
                Assert.Equal((below.Count, below.OldestId), (leaf.Entries.Length, leaf.Entries[0].Id));
                entries.AddRange(leaf.Entries);
            }
        }
        Assert.Equal(entries.Select(entry => entry.Id).Distinct().Order(), entries.Select(entry => entry.Id));
        return [.. entries];
    }

    public void Dispose() => file.Dispose();

    private async Task<Dictionary<string, T>> All<T>(DocumentKind<T> kind)
    {
        Dictionary<string, T> found = [];
        var query = new DocumentQuery { Partition = FeedDocuments.PartitionOf(null), Limit = 1000 };
        do
        {
            var page = await Documents.Query(kind, query, default);
            foreach (var document in page.Items)
                found.Add(document.Id, document.Value);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return found;
    }
}
