using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The hashes of a photo that have the same value in one band.</summary>
/// <param name="BandValue">The value, of <see cref="PerceptualHash.BandBits"/> bits.</param>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Windows">The windows of <see cref="HashWindow.Stored"/> that they belong to.</param>
/// <param name="Hashes">32 bytes each.</param>
internal sealed record HashBandEntry(long BandValue, long UserId, string FileId, int[] Windows, byte[] Hashes);

/// <summary>
/// Stores hashes in documents, in four partitions for each band. A search looks up the values of its bands and those one bit away,
/// with one query for each partition. It needs no memory, but misses some hashes up to 48 bits away, because they share no band.
/// </summary>
/// <param name="documents">Where the bands are stored.</param>
/// <param name="maximumPerValue">
/// How many entries of one value are compared. A value that very many photos share says little about any of them.
/// </param>
public sealed class OriginalityBandedIndex(IDocuments documents, int maximumPerValue = 200) : IOriginalityIndex
{
    // The highest bits of a value select its partition. More bits mean smaller partitions and more queries.
    private const int PartitionBits = 2;

    private const int Parallelism = 32;
    private static readonly DocumentKind<HashBandEntry> Kind = new("hash-band-entry", HashBandJson.Default.HashBandEntry);

    /// <summary>The index that searches use.</summary>
    public static DocumentIndex Searched { get; } = new(Kind.Name, "band_value");

    /// <inheritdoc/>
    public bool HasRoom => true;

    /// <inheritdoc/>
    public async Task<bool> File(HashedPhoto photo, CancellationToken cancellation)
    {
        await Each(
            Entries(photo),
            entries => documents.Commit(
                entries.Aggregate(new Commit(entries.Key), (commit, entry) => commit.Create(Kind, Id(entry), entry)), cancellation),
            cancellation);
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SearchHashes> sought, CancellationToken cancellation)
    {
        var hits = new ConcurrentBag<HashHit>();
        await Each(
            sought.SelectMany(hashes => Probes(hashes), (hashes, probes) => (Hashes: hashes, Probes: probes)),
            async search =>
            {
                await foreach (var entry in Search(search.Probes.Key, [.. search.Probes.Order()], cancellation))
                {
                    if (Nearest(entry, search.Hashes) is { Distance: <= PerceptualHash.CandidateDistance } hit)
                        hits.Add(hit);
                }
            },
            cancellation);
        return [.. hits.GroupBy(hit => hit.FileId).Select(photo => photo.MinBy(hit => hit.Distance)!)];
    }

    /// <inheritdoc/>
    public Task Remove(HashedPhoto photo, CancellationToken cancellation) => Each(
        Entries(photo),
        entries => documents.Commit(
            entries.Aggregate(new Commit(entries.Key), (commit, entry) => commit.Delete(Id(entry))), cancellation),
        cancellation);

    // Grouped by partition, so one commit each. A photo always has the same entries, at most nine in a partition, and they are written
    // and deleted together. So a commit that fails because an entry already exists, or no longer exists, has nothing left to do.
    private static IEnumerable<IGrouping<string, HashBandEntry>> Entries(HashedPhoto photo) =>
        from window in Enumerable.Range(0, photo.Hashes.Length)
        from band in photo.Hashes[window].Bands().Index()
        group window by band into windows
        let hashes = PerceptualHash.Pack([.. windows.Select(window => photo.Hashes[window])])
        group new HashBandEntry(windows.Key.Item, photo.UserId, photo.FileId, [.. windows], hashes)
            by Partition(photo.Median, windows.Key.Index, windows.Key.Item);

    private static IEnumerable<IGrouping<string, long>> Probes(SearchHashes sought) => sought.Hashes
        .SelectMany(hash => hash.Bands().Index())
        .SelectMany(band => PerceptualHash.Probes(band.Item), (band, value) => (Band: band.Index, Value: value))
        .Distinct()
        .GroupBy(probe => Partition(sought.Median, probe.Band, probe.Value), probe => (long)probe.Value);

    // Entries are ordered by value. A full page may have cut off its last value and has not reached the values after it.
    private async IAsyncEnumerable<HashBandEntry> Search(
        string partition, IReadOnlyList<long> values, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (values.Count > 0)
        {
            var page = await documents.Query(Kind, new DocumentQuery
            {
                Partition = partition,
                Conditions = [Condition.OneOf("band_value", values)],
                OrderBy = "band_value",
                Limit = maximumPerValue,
            }, cancellation);
            foreach (var entry in page.Items)
                yield return entry.Value;
            if (page.Continuation is null)
                break;
            var (first, last) = (page.Items[0].Value.BandValue, page.Items[^1].Value.BandValue);
            values = [.. values.Where(value => value > last || value == last && first < last)];
        }
    }

    private static HashHit Nearest(HashBandEntry entry, SearchHashes sought)
    {
        var hashes = PerceptualHash.Unpack(entry.Hashes);
        return (
            from stored in Enumerable.Range(0, hashes.Length)
            from turned in Enumerable.Range(0, sought.Hashes.Length)
            select new HashHit(
                entry.UserId,
                entry.FileId,
                entry.Windows[stored],
                (Orientation)(turned + 1),
                hashes[stored].Distance(sought.Hashes[turned]))).MinBy(hit => hit.Distance)!;
    }

    private static string Partition(string median, int band, int value) =>
        $"hash-band-{median}-{band}-{value >> PerceptualHash.BandBits - PartitionBits}";

    private static string Id(HashBandEntry entry) => $"{entry.BandValue:x6}-{entry.FileId}";

    private static Task Each<T>(IEnumerable<T> source, Func<T, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        source,
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
        async (item, _) => await work(item));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HashBandEntry))]
internal sealed partial class HashBandJson : JsonSerializerContext;
