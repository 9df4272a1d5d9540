using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The hashes of a photo that share the value of one band.</summary>
/// <param name="BandValue">That value, of <see cref="PerceptualHash.BandBits"/> bits.</param>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Windows">Which of <see cref="HashWindow.Stored"/> they are of.</param>
/// <param name="Hashes">32 bytes each.</param>
internal sealed record HashBandEntry(long BandValue, long UserId, string FileId, int[] Windows, byte[] Hashes);

/// <summary>
/// Hashes in documents, four partitions for each band; a photo is looked for under the values of its bands and those one bit away, in
/// one query for each partition. What a search asks does not depend on what memory holds; of hashes 48 bits apart some share no band.
/// </summary>
/// <param name="documents">Hold the bands.</param>
/// <param name="enoughOfOneValue">
/// A value that very many photos share says little about any of them; so many entries of it are looked at, if there are more.
/// </param>
public sealed class OriginalityBandedIndex(IDocuments documents, int enoughOfOneValue = 200) : IOriginalityIndex
{
    // The highest bits of a value say which of its band's partitions it is in. More of them make partitions smaller and queries more.
    private const int PartitionBits = 2;

    private const int Parallelism = 32;
    private static readonly DocumentKind<HashBandEntry> Kind = new("hash-band-entry", HashBandJson.Default.HashBandEntry);

    /// <summary>The field that a search finds entries by.</summary>
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
    public async Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SoughtHashes> sought, CancellationToken cancellation)
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

    // By partition, and so by commit. A photo always has the same entries, at most nine in one partition: all of them are there or none
    // is, so a commit that fails because one is there already, or is not there any more, has nothing left to do.
    private static IEnumerable<IGrouping<string, HashBandEntry>> Entries(HashedPhoto photo) =>
        from window in Enumerable.Range(0, photo.Hashes.Length)
        from band in photo.Hashes[window].Bands().Index()
        group window by band into windows
        let hashes = PerceptualHash.Pack([.. windows.Select(window => photo.Hashes[window])])
        group new HashBandEntry(windows.Key.Item, photo.UserId, photo.FileId, [.. windows], hashes)
            by Partition(photo.Median, windows.Key.Index, windows.Key.Item);

    private static IEnumerable<IGrouping<string, long>> Probes(SoughtHashes sought) => sought.Hashes
        .SelectMany(hash => hash.Bands().Index())
        .SelectMany(band => PerceptualHash.Probes(band.Item), (band, value) => (Band: band.Index, Value: value))
        .Distinct()
        .GroupBy(probe => Partition(sought.Median, probe.Band, probe.Value), probe => (long)probe.Value);

    // The entries come by value. A page that is full may have cut off its last value, and has not reached those after it.
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
                Limit = enoughOfOneValue,
            }, cancellation);
            foreach (var entry in page.Items)
                yield return entry.Value;
            if (page.Continuation is null)
                break;
            var (first, last) = (page.Items[0].Value.BandValue, page.Items[^1].Value.BandValue);
            values = [.. values.Where(value => value > last || value == last && first < last)];
        }
    }

    private static HashHit Nearest(HashBandEntry entry, SoughtHashes sought)
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
