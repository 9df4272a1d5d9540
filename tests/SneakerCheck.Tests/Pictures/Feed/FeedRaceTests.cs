using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Pictures.Feed;

/// <summary>Feeds of two processes on one store, with concurrent readers.</summary>
public sealed class FeedRaceTests
{
    [Fact]
    public async Task Two_processes_lose_no_change_and_make_each_once()
    {
        using var area = new FeedArea(new(8, 8));
        PictureFeeds[] processes = [area.Feeds, area.Open()];
        long[] ids = [.. Enumerable.Range(1, 600)];

        // Both add all pictures in different orders, a few at a time; then both remove the odd ones.
        Assert.Equal(ids.Length, await MadeBy(processes, ids, (feeds, id) => feeds.Add(null, FeedArea.Entry(id), default)));
        Assert.Equal(ids, (await area.CheckedEntries()).Select(entry => entry.Id));
        Assert.Equal(
            ids.Length / 2, await MadeBy(processes, [.. ids.Where(id => id % 2 == 1)], (feeds, id) => feeds.Remove(null, id, default)));
        Assert.Equal(ids.Where(id => id % 2 == 0), (await area.CheckedEntries()).Select(entry => entry.Id));
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_page_neither_misses_nor_repeats_lasting_pictures_while_nodes_split_and_merge()
    {
        using var area = new FeedArea(new(8, 8));
        long[] staying = [.. Enumerable.Range(1, 400).Select(id => id * 10L)];
        await area.Add(staying);
        var writing = Task.WhenAll(Enumerable.Range(1, 4).Select(ComeAndGo));
        var pages = await Task.WhenAll(Enumerable.Range(1, 4).Select(Read));
        await writing;

        Assert.All(pages, read => Assert.True(read >= 50));
        Assert.Equal(staying, (await area.CheckedEntries()).Select(entry => entry.Id));

        async Task ComeAndGo(int writer)
        {
            for (var round = 0; round < 6; round++)
            {
                // Blocks of neighbouring ids, so that leaves and branches fill up and empty again.
                var passing = staying.Skip(100 * ((round + writer) % 4)).Take(60).Select(id => id + writer).ToArray();
                await area.Add(passing);
                await area.Remove(passing);
            }
        }

        async Task<int> Read(int reader)
        {
            var random = new Random(reader);
            var pages = 0;
            for (; pages < 50 || !writing.IsCompleted; pages++)
            {
                var page = await area.Page(random.Next(staying.Length), random.Next(1, 101));
                AssertWhole(page, staying);
            }
            return pages;
        }
    }

    [Theory]
    [InlineData("feed-branch")]
    [InlineData("feed-leaf")]
    public async Task A_page_neither_misses_nor_repeats_lasting_pictures_when_the_tree_changes_before_a_level_is_read(string level)
    {
        using var area = new FeedArea(new(8, 8));
        long[] staying = [.. Enumerable.Range(1, 400).Select(id => id * 10L)];
        await area.Add(staying);
        var troubled = new TroubledDocuments(area.Documents);
        var reader = new PictureFeeds(troubled, new InstantTime(), area.Sizes);
        var random = new Random(8);
        for (var round = 0; round < 100; round++)
        {
            // When the page first reads this level, the level above is outdated by these changes nearby.
            var (skip, limit) = (random.Next(staying.Length), random.Next(1, 101));
            var passing = staying.Reverse().Skip(skip + random.Next(limit)).Take(20).SelectMany(id => new[] { id + 3, id + 6 }).ToArray();
            await (round % 2 == 0 ? area.Remove(passing) : area.Add(passing));
            var changing = new Lazy<Task>(() => round % 2 == 0 ? area.Add(passing) : area.Remove(passing));
            troubled.BeforeRead = kind => kind == level ? changing.Value : Task.CompletedTask;
            AssertWhole(await reader.Page(null, skip, limit, default), staying);
            await area.Remove(passing);
        }
        Assert.Equal(staying, (await area.CheckedEntries()).Select(entry => entry.Id));
    }

    private static void AssertWhole(FeedPage page, long[] staying)
    {
        long[] ids = [.. page.Entries.Select(entry => entry.Id)];
        Assert.Equal(ids.Distinct().OrderDescending(), ids);
        if (ids is [var newest, .., var oldest])
            Assert.Equal(staying.Where(id => oldest <= id && id <= newest).Reverse(), ids.Where(id => id % 10 == 0));
    }

    private static async Task<int> MadeBy(PictureFeeds[] processes, long[] ids, Func<PictureFeeds, long, Task<bool>> change)
    {
        var made = await Task.WhenAll(processes.Select((feeds, number) => Task.Run(async () =>
        {
            long[] own = [.. ids];
            new Random(number).Shuffle(own);
            var count = 0;
            foreach (var some in own.Chunk(5))
                count += (await Task.WhenAll(some.Select(id => change(feeds, id)))).Count(isMade => isMade);
            return count;
        })));
        return made.Sum();
    }
}
