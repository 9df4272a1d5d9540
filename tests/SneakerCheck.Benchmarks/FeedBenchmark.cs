using System.Diagnostics;
using System.Text.Json;
using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Benchmarks;

/// <summary>The cost of a page of the feed at 10 and at a million pictures, and how many pictures can be added per second.</summary>
internal static class FeedBenchmark
{
    private const int Limit = 20, FarPage = 1000, Accounts = 1000, Rounds = 2000, TogetherAtMost = 8192;

    // One account has a tenth of all pictures.
    private const long LargeAccount = 1;

    public static async Task<int> Run(string[] arguments)
    {
        if (arguments is not [] && !(arguments is [var text] && int.TryParse(text, out var given) && given >= 10))
        {
            Console.Error.WriteLine("The size of the largest feed must be a number of at least 10.");
            return 2;
        }

        var most = arguments is [var count] ? int.Parse(count) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("sneakercheck-");
        try
        {
            List<BuiltFeeds> built = [];
            foreach (var size in (int[])[.. ((int[])[10, 1000, 100_000]).Where(size => size < most), most])
                built.Add(await BuiltFeeds.Build(Path.Combine(folder.FullName, $"{size}.db"), size));
            var flat = await PrintPages(built);
            await PrintSizes(built[^1]);
            await PrintAdds(built);
            Console.WriteLine(FormattableString.Invariant($"flat {flat:0.00}"));
            built.ForEach(feeds => feeds.Dispose());
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static FeedEntry Entry(long number) => new(
        (200_000_000_000 + number * 300) << 11,
        number % 10 == 0 ? LargeAccount : 2 + number % Accounts,
        $"{(200_000_000_000 + number * 300) << 11}",
        "image/jpeg",
        2_000_000 + number,
        number % 10 == 0 ? new CheckedPicture("side", "air-jordan-1", "true") : null);

    private static async Task<double> PrintPages(List<BuiltFeeds> built)
    {
        List<Request> requests = [];
        foreach (var feeds in built)
        {
            foreach (var (account, length) in ((long?, int)[])[(null, feeds.Size), (LargeAccount, feeds.Size / 10)])
            {
                foreach (var page in (int[])[1, FarPage])
                {
                    if (page == 1 || length >= page * Limit)
                        requests.Add(new(feeds, account, page));
                }
            }
        }

        // In turn, so that other load on the machine affects all of them.
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var request in requests)
                await request.Measure();
        }

        Console.WriteLine($"A page of {Limit} pictures, {Rounds} requests each, in turn");
        Console.WriteLine("| pictures | feed | page | document operations | median ms | p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var request in requests)
        {
            var feed = request.Account is null ? "all" : "one account";
            Console.WriteLine(
                $"| {request.Feeds.Size} | {feed} | {request.Page} | {await request.Operations()} |"
                + FormattableString.Invariant($" {request.Quantile(0.5):0.000} | {request.Quantile(0.99):0.000} |"));
        }

        Console.WriteLine();
        return requests.FindLast(request => request.Account is null)!.Quantile(0.5) / requests[0].Quantile(0.5);
    }

    private static async Task PrintSizes(BuiltFeeds feeds)
    {
        Console.WriteLine($"| node of the feed of {feeds.Size} | bytes |");
        Console.WriteLine("|---|---|");
        foreach (var call in (await feeds.Calls(null, feeds.Size / 2)).DistinctBy(call => call.Kind))
            Console.WriteLine($"| {call.Kind} | {call.Bytes} |");
        Console.WriteLine($"| one entry | {JsonSerializer.SerializeToUtf8Bytes(Entry(feeds.Size)).Length} |");
        Console.WriteLine();
    }

    private static async Task PrintAdds(List<BuiltFeeds> built)
    {
        Console.WriteLine("| pictures | added a second, one caller | 32 callers |");
        Console.WriteLine("|---|---|---|");
        foreach (var feeds in built)
        {
            var alone = await feeds.AddsASecond(1, 500);
            var together = await feeds.AddsASecond(32, 200);
            Console.WriteLine(FormattableString.Invariant($"| {feeds.Size} | {alone:0} | {together:0} |"));
        }

        Console.WriteLine();
    }

    /// <summary>The feeds of one store: that of all pictures, and one per account.</summary>
    private sealed class BuiltFeeds(SqliteDatabase database, int size) : IDisposable
    {
        private long newest = size;

        private readonly RecordingDocuments counting = new(new SqliteDocuments(database, TimeProvider.System));

        public PictureFeeds Feeds { get; } = new(new SqliteDocuments(database, TimeProvider.System), TimeProvider.System);

        public int Size => size;

        public static async Task<BuiltFeeds> Build(string path, int size)
        {
            var watch = Stopwatch.StartNew();
            var built = new BuiltFeeds(SqliteDatabase.Open(path), size);
            for (var first = 1; first <= size; first += TogetherAtMost)
            {
                var entries = Enumerable.Range(first, Math.Min(TogetherAtMost, size - first + 1)).Select(number => Entry(number)).ToArray();
                await Task.WhenAll(entries.SelectMany(entry => (Task[])
                    [built.Feeds.Add(null, entry, default), built.Feeds.Add(entry.AccountId, entry, default)]));
            }

            Console.Error.WriteLine($"{size} pictures in {watch.Elapsed.TotalSeconds:0.0} s");
            return built;
        }

        /// <summary>The document operations of a page.</summary>
        public async Task<IReadOnlyList<DocumentCall>> Calls(long? account, long skip)
        {
            counting.Forget();
            await new PictureFeeds(counting, TimeProvider.System).Page(account, skip, Limit, default);
            return counting.Calls;
        }

        public async Task<double> AddsASecond(int callers, int each)
        {
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < each; i++)
                    await Feeds.Add(null, Entry(Interlocked.Increment(ref newest)), default);
            })));
            return callers * each / watch.Elapsed.TotalSeconds;
        }

        public void Dispose() => database.Dispose();
    }

    private sealed record Request(BuiltFeeds Feeds, long? Account, int Page)
    {
        private readonly List<double> times = [];

        private long Skip => (Page - 1) * Limit;

        public async Task<int> Operations() => (await Feeds.Calls(Account, Skip)).Count;

        public async Task Measure()
        {
            var watch = Stopwatch.StartNew();
            await Feeds.Feeds.Page(Account, Skip, Limit, default);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        public double Quantile(double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
    }
}
