using System.Diagnostics;
using SneakerCheck.Checks;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>The time of one look-up in eight orientations, in memory and in bands, among random hashes.</summary>
internal static class HashLookup
{
    // Storing more in bands would take many minutes: each photo has ninety documents.
    private const int MostInBands = 100_000;

    private const int Windows = 9;

    /// <summary>Prints the times; returns at how many millions of hashes both take equally long.</summary>
    public static async Task<double> Print()
    {
        var random = new Random(1);
        var folder = Directory.CreateTempSubdirectory("sneakercheck-");
        try
        {
            using var database = SqliteDatabase.Open(Path.Combine(folder.FullName, "hashes.db"));
            var banded = new OriginalityBandedIndex(
                new SqliteDocuments(database, TimeProvider.System, [OriginalityBandedIndex.Searched]));
            var packed = new PackedHashes();
            Console.WriteLine("| hashes | packed scan, ms | banded documents in SQLite, ms |");
            Console.WriteLine("|---|---|---|");
            var (filed, probing) = (0, 0d);
            var scans = new List<(int Count, double Time)>();
            foreach (var count in (int[])[10_000, 100_000, 1_000_000, 2_000_000, 4_000_000])
            {
                while (packed.Count < count)
                    packed.Add(RandomHash.Next(random));
                var scan = await Median(
                    count > 1_000_000 ? 11 : 41, sought => Task.FromResult(packed.Find(sought, PerceptualHash.CandidateDistance).Count));
                scans.Add((count, scan));
                if (count <= MostInBands)
                {
                    var photos = Enumerable.Range(filed, count / Windows - filed).Select(Photo).ToArray();
                    await Parallel.ForEachAsync(photos, async (photo, cancellation) => await banded.File(photo, cancellation));
                    filed = count / Windows;
                    probing = await Median(11, async sought => (await banded.Find([new SearchHashes("", sought)], default)).Count);
                }

                Console.WriteLine($"| {count} | {scan:0.00} | {(count <= MostInBands ? $"{probing:0.0}" : "not filed")} |");
            }

            // The time of the scan grows with the number of hashes, that of probing hardly.
            var nearest = scans.MinBy(measured => Math.Abs(measured.Time - probing));
            var crossover = nearest.Count * probing / nearest.Time / 1e6;
            Console.WriteLine(
                $"The bands take {probing:0.0} ms, the scan of {nearest.Count / 1e6:0.#} million hashes {nearest.Time:0.0} ms: "
                + $"even at {crossover:0.0} million.");
            Console.WriteLine();
            return crossover;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        HashedPhoto Photo(int number) => new(
            number, $"photo-{number}", "", [.. Enumerable.Range(0, Windows).Select(_ => RandomHash.Next(random))]);

        async Task<double> Median(int rounds, Func<PerceptualHash[], Task<int>> find)
        {
            var times = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                PerceptualHash[] sought = [.. Enumerable.Range(0, 8).Select(_ => RandomHash.Next(random))];
                var watch = Stopwatch.StartNew();
                await find(sought);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            return times.Order().ElementAt(rounds / 2);
        }
    }
}
