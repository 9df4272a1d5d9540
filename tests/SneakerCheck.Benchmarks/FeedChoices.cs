using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// What the feed's node sizes and the notation of its nodes gain. Everything is measured in turn, so that only ratios count.
/// </summary>
internal static class FeedChoices
{
    private const int Pictures = 100_000, Limit = 20, Rounds = 1000, Adds = 100, ChosenLeaf = 64;

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("sneakercheck-");
        try
        {
            await PrintLeaves(folder.FullName);
            PrintNotations();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PrintLeaves(string folder)
    {
        List<Candidate> candidates = [];
        foreach (var entries in (int[])[16, 32, ChosenLeaf, 128, 256])
            candidates.Add(await Candidate.Build(Path.Combine(folder, $"{entries}.db"), entries));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var candidate in candidates)
                await candidate.ReadPage();
        }

        for (var round = 0; round < Adds; round++)
        {
            foreach (var candidate in candidates)
                await candidate.Add();
        }

        var chosen = candidates.Find(candidate => candidate.Entries == ChosenLeaf)!;
        Console.WriteLine($"A feed of {Pictures} pictures, times as ratios to leaves of {ChosenLeaf} entries (medians)");
        Console.WriteLine("| entries per leaf | page of 20 | add |");
        Console.WriteLine("|---|---|---|");
        foreach (var candidate in candidates)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {candidate.Entries} | {candidate.Page / chosen.Page:0.00} | {candidate.Change / chosen.Change:0.00} |"));
        }

        Console.WriteLine();
        candidates.ForEach(candidate => candidate.Dispose());
    }

    private static void PrintNotations()
    {
        var children = Enumerable.Range(1, 128).Select(number => new FeedChild(number, 64, FeedBenchmark.Entry(number * 64).Id)).ToArray();
        var entries = Enumerable.Range(1, ChosenLeaf).Select(number => FeedBenchmark.Entry(number)).ToArray();

        Console.WriteLine("| node | bytes | bytes with named members | time to read, named / ours | time to write, named / ours |");
        Console.WriteLine("|---|---|---|---|---|");
        Compare("branch of 128", new FeedBranch([.. children]), new NamedBranch([.. children]));
        Compare("leaf of 64", new FeedLeaf([.. entries]), new NamedLeaf([.. entries.Select(NamedEntry.Of)]));
    }

    private static void Compare<TOurs, TNamed>(string node, TOurs ours, TNamed named)
    {
        var (one, other) = (JsonSerializer.SerializeToUtf8Bytes(ours), JsonSerializer.SerializeToUtf8Bytes(named));
        var (read, readNamed, write, writeNamed) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            read.Add(Time(() => JsonSerializer.Deserialize<TOurs>(one)));
            readNamed.Add(Time(() => JsonSerializer.Deserialize<TNamed>(other)));
            write.Add(Time(() => JsonSerializer.SerializeToUtf8Bytes(ours)));
            writeNamed.Add(Time(() => JsonSerializer.SerializeToUtf8Bytes(named)));
        }

        var (reading, writing) = (Median(readNamed) / Median(read), Median(writeNamed) / Median(write));
        Console.WriteLine(FormattableString.Invariant(
            $"| {node} | {one.Length} | {other.Length} | {reading:0.0} | {writing:0.0} |"));
    }

    private static double Time(Func<object?> work)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 10; i++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed record NamedBranch(ImmutableArray<FeedChild> Leaves);

    private sealed record NamedLeaf(ImmutableArray<NamedEntry> Entries);

    private sealed record NamedEntry(long Id, long AccountId, string Blob, string ContentType, long Size, NamedCheck? Check)
    {
        public static NamedEntry Of(FeedEntry entry) => new(
            entry.Id,
            entry.AccountId,
            entry.Blob,
            entry.ContentType,
            entry.Size,
            entry.Check is { } check ? new NamedCheck(check.View, check.ShoeModel, check.Answer) : null);
    }

    private sealed record NamedCheck(string View, string ShoeModel, string Answer);

    /// <summary>A feed with one size of leaves.</summary>
    private sealed class Candidate(SqliteDatabase database, int entries) : IDisposable
    {
        private readonly PictureFeeds feeds = new(
            new SqliteDocuments(database, TimeProvider.System), TimeProvider.System, new FeedSizes(MaximumEntries: entries));

        private readonly List<double> pages = [];
        private readonly List<double> changes = [];
        private long newest = Pictures;

        public int Entries => entries;

        public double Page => Median(pages);

        public double Change => Median(changes);

        public static async Task<Candidate> Build(string path, int entries)
        {
            var candidate = new Candidate(SqliteDatabase.Open(path), entries);
            foreach (var numbers in Enumerable.Range(1, Pictures).Chunk(4096))
                await Task.WhenAll(numbers.Select(number => candidate.feeds.Add(null, FeedBenchmark.Entry(number), default)));
            return candidate;
        }

        public async Task ReadPage()
        {
            // Not the same page each time: where it begins in a leaf matters.
            var skip = pages.Count * 37L % (Pictures - Limit);
            var start = Stopwatch.GetTimestamp();
            await feeds.Page(null, skip, Limit, default);
            pages.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        public async Task Add()
        {
            var entry = FeedBenchmark.Entry(++newest);
            var start = Stopwatch.GetTimestamp();
            await feeds.Add(null, entry, default);
            changes.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        public void Dispose() => database.Dispose();
    }
}
