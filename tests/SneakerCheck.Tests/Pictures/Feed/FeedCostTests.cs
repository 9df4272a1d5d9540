using SneakerCheck.Pictures;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Pictures.Feed;

/// <summary>The document operations of pages and changes.</summary>
public sealed class FeedCostTests
{
    private const int Limit = 20;

    // Best: root, branch and leaf. Worst: two branches, and leaves of 16 entries of which the first and last give one each.
    private const int OnePage = 3, AnyPage = 6, FullPage = 12;

    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_page_costs_the_same_at_10_and_at_20_000_pictures_first_and_thousandth()
    {
        using var area = new FeedArea();
        await area.Add(Ids(1, 10));
        Assert.Equal(OnePage, await Reads(area, 0, Limit));

        await area.Add(Ids(11, 20_000));
        Assert.Equal(OnePage, await Reads(area, 0, Limit));
        Assert.Equal(OnePage, await Reads(area, 999 * Limit, Limit));
        Assert.True(await Reads(area, 1000 * Limit, Limit) <= OnePage);
        for (var page = 0; page < 1000; page += 7)
            Assert.InRange(await Reads(area, page * Limit, Limit), OnePage, AnyPage);
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_page_costs_the_same_after_99_of_100_pictures_were_removed()
    {
        using var area = new FeedArea();
        await area.Add(Ids(1, 20_000));
        var ids = Ids(1, 20_000).ToArray();
        new Random(5).Shuffle(ids);
        Assert.DoesNotContain(false, await area.Remove(ids[200..].Order()));

        Assert.Equal(ids[..200].Order(), (await area.CheckedEntries()).Select(entry => entry.Id));
        for (var page = 0; page < 10; page++)
            Assert.InRange(await Reads(area, page * Limit, Limit), OnePage, AnyPage);
        Assert.InRange(await Reads(area, 0, PictureFeeds.MaximumLimit), OnePage, FullPage);
        Assert.InRange(await Reads(area, 100, PictureFeeds.MaximumLimit), OnePage, FullPage);
    }

    [Fact]
    public async Task A_page_costs_the_same_after_the_newest_or_oldest_pictures_were_removed()
    {
        using var area = new FeedArea(new(16, 16));
        await area.Add(Ids(1, 5000));
        await area.Remove(Ids(1, 2000).Concat(Ids(2100, 5000)));

        Assert.Equal(Ids(2001, 2099), (await area.CheckedEntries()).Select(entry => entry.Id));
        Assert.InRange(await Reads(area, 0, 4), OnePage, AnyPage);
        Assert.InRange(await Reads(area, 95, 4), OnePage, AnyPage);
    }

    [Fact]
    public async Task A_change_is_one_commit_even_if_nodes_split_or_merge()
    {
        using var area = new FeedArea(new(4, 8));
        long[] ids = [.. Ids(1, 300)];
        new Random(6).Shuffle(ids);
        foreach (var change in (Func<long, Task<bool>>[])
            [id => area.Feeds.Add(null, FeedArea.Entry(id), default), id => area.Feeds.Remove(null, id, default)])
        {
            foreach (var id in ids)
            {
                area.Documents.Forget();
                Assert.True(await change(id));
                Assert.Equal(1, area.Documents.Commits);
            }
        }
        Assert.Empty(await area.CheckedEntries());
    }

    [Fact]
    public async Task A_change_in_a_long_feed_reads_and_writes_three_documents()
    {
        using var area = new FeedArea();
        await area.Add(Ids(1, 20_000));
        area.Documents.Forget();

        await area.Add([20_001]);
        Assert.Equal(3, area.Documents.Reads);
        Assert.Equal("=feed-root =feed-branch =feed-leaf", area.Documents.Calls.Single(call => call.Commit is not null).Kind);
    }

    [Fact]
    public async Task Concurrent_changes_share_commits_of_at_most_100_operations()
    {
        using var area = new FeedArea(new(4, 8));
        await area.Add(Ids(1, 2000).Select(id => id * 10));
        area.Documents.Forget();

        // Scattered, so that each one changes, splits or merges different nodes.
        var random = new Random(7);
        long[] added = [.. Ids(1, 2000).Select(id => id * 10 + 5)], removed = [.. Ids(1, 2000).Select(id => id * 10)];
        random.Shuffle(added);
        random.Shuffle(removed);
        await Task.WhenAll(area.Add(added), area.Remove(removed));

        Assert.Equal(added.Order(), (await area.CheckedEntries()).Select(entry => entry.Id));
        int[] sizes = [.. area.Documents.Calls.Select(call => call.Commit?.Operations.Count).OfType<int>()];
        Assert.InRange(sizes.Max(), 80, Commit.MaximumOperations);
        Assert.True(sizes.Length < 800);
    }

    private static IEnumerable<long> Ids(int first, int last) => Enumerable.Range(first, last - first + 1).Select(id => (long)id);

    private static async Task<int> Reads(FeedArea area, long skip, int limit)
    {
        area.Documents.Forget();
        var page = await area.Page(skip, limit);
        Assert.Equal(Math.Clamp(page.Total - skip, 0, limit), page.Entries.Length);
        Assert.All(area.Documents.Calls, call => Assert.Equal(DocumentOperation.Read, call.Operation));
        return area.Documents.Reads;
    }
}
