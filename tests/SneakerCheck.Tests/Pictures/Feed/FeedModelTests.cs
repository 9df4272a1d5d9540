using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;

namespace SneakerCheck.Tests.Pictures.Feed;

/// <summary>A feed behaves like a sorted list, and its tree is valid after every change.</summary>
public sealed class FeedModelTests
{
    [Trait(Speed.Category, Speed.Slow)]
    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(2, 8, 8)]
    [InlineData(3, 9, 11)]
    [InlineData(4, 12, 8)]
    [InlineData(5, 16, 16)]
    public async Task A_feed_under_random_changes_equals_a_sorted_list(int seed, int maximumEntries, int maximumLeaves)
    {
        using var area = new FeedArea(new(maximumEntries, maximumLeaves));
        var random = new Random(seed);
        SortedDictionary<long, FeedEntry> model = [];
        var newest = 0L;
        for (var step = 0; step < 300; step++)
        {
            // Three hundred steps of growing, churning and shrinking, with one to forty changes each.
            var adding = (step / 50 % 3) switch { 0 => 90, 1 => 50, _ => 10 };
            List<Task<bool>> results = [];
            List<bool> expected = [];
            for (var change = random.Next(3) > 0 ? 1 : random.Next(40); change >= 0; change--)
            {
                if (random.Next(100) < adding)
                {
                    var id = random.Next(4) > 0 ? newest += random.Next(1, 9) : random.NextInt64(newest + 1);
                    results.Add(area.Feeds.Add(null, FeedArea.Entry(id), default));
                    expected.Add(model.TryAdd(id, FeedArea.Entry(id)));
                }
                else
                {
                    var isPresent = model.Count > 0 && random.Next(5) > 0;
                    var id = isPresent ? model.Keys.ElementAt(random.Next(model.Count)) : random.NextInt64(newest + 1);
                    results.Add(area.Feeds.Remove(null, id, default));
                    expected.Add(model.Remove(id));
                }
            }

            Assert.Equal(expected, await Task.WhenAll(results));
            Assert.Equal(model.Values, await area.CheckedEntries());
            var (skip, limit) = (random.Next(model.Count + 10), random.Next(1, 101));
            var page = await area.Page(skip, limit);
            Assert.Equal(model.Count, page.Total);
            Assert.Equal(model.Values.Reverse().Skip(skip).Take(limit), page.Entries);
        }
    }

    [Fact]
    public async Task Pictures_are_ordered_by_id_in_whatever_order_they_were_added()
    {
        using var area = new FeedArea(new(8, 8));
        long[] ids = [.. Enumerable.Range(1, 1000)];
        foreach (var some in ids.Reverse().Chunk(50))
            Assert.DoesNotContain(false, await area.Add(some));

        Assert.Equal(ids, (await area.CheckedEntries()).Select(entry => entry.Id));
        Assert.Equal(ids.Reverse().Take(100), (await area.Page(0, 100)).Entries.Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_repeated_change_returns_false_and_writes_nothing()
    {
        using var area = new FeedArea();
        Assert.False(await area.Feeds.Remove(null, 1, default));
        Assert.Equal(0, area.Documents.Commits);
        Assert.True(await area.Feeds.Add(null, FeedArea.Entry(1), default));
        area.Documents.Forget();

        Assert.False(await area.Feeds.Add(null, FeedArea.Entry(1) with { Blob = "other" }, default));
        Assert.False(await area.Feeds.Remove(null, 2, default));
        Assert.Equal(0, area.Documents.Commits);
        Assert.Equal(FeedArea.Entry(1), (await area.Page(0, 10)).Entries.Single());
        Assert.True(await area.Feeds.Remove(null, 1, default));
        Assert.False(await area.Feeds.Remove(null, 1, default));
        Assert.Equal(0, (await area.Page(0, 10)).Total);
    }

    [Fact]
    public async Task Feeds_of_accounts_are_independent()
    {
        using var area = new FeedArea();
        await area.Feeds.Add(null, FeedArea.Entry(1), default);
        await area.Feeds.Add(5, FeedArea.Entry(2), default);
        await area.Feeds.Add(6, FeedArea.Entry(3), default);
        await area.Feeds.Remove(6, 2, default);

        foreach (var (account, id) in ((long?, long)[])[(null, 1), (5, 2), (6, 3)])
            Assert.Equal(id, (await area.Feeds.Page(account, 0, 10, default)).Entries.Single().Id);
        Assert.Empty((await area.Feeds.Page(7, 0, 10, default)).Entries);
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 0)]
    [InlineData(0, PictureFeeds.MaximumLimit + 1)]
    public async Task An_invalid_page_is_refused(long skip, int limit)
    {
        using var area = new FeedArea();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => area.Page(skip, limit));
    }

    [Fact]
    public async Task A_page_beyond_the_end_is_empty()
    {
        using var area = new FeedArea();
        await area.Add([1, 2, 3]);
        foreach (var skip in (long[])[3, 4, long.MaxValue])
        {
            var page = await area.Page(skip, 100);
            Assert.Equal(3, page.Total);
            Assert.Empty(page.Entries);
        }
    }
}
