using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using SneakerCheck.Checks.Vision;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The hashes of a photo that share the value of one band.</summary>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Windows">Which of <see cref="HashWindow.Stored"/> they are of.</param>
/// <param name="Hashes">32 bytes each.</param>
internal sealed record HashBandEntry(long UserId, string FileId, int[] Windows, byte[] Hashes);

/// <summary>
/// Hashes in documents, a partition for each value of each band; a photo is looked for under the values of its bands and those
/// one bit away. What a search reads does not depend on what memory holds, and hardly on how many photos there are; but it is
/// some 2,000 small queries, and of hashes 48 bits apart some share no band.
/// </summary>
/// <param name="documents">Hold the bands.</param>
public sealed class OriginalityBandedIndex(IDocuments documents) : IOriginalityIndex
{
    // A value that very many photos share says little about any of them; so many entries of it are looked at.
    private const int MaximumPerValue = 200;

    private const int Parallelism = 32;
    private static readonly DocumentKind<HashBandEntry> Kind = new("hash-band-entry", HashBandJson.Default.HashBandEntry);

    /// <inheritdoc/>
    public bool HasRoom => true;

    /// <inheritdoc/>
    public async Task<bool> File(HashedPhoto photo, CancellationToken cancellation)
    {
        await Each(Entries(photo), entry => documents.Commit(
            new Commit(entry.Partition).Create(Kind, photo.FileId, entry.Value), cancellation), cancellation);
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SoughtHashes> sought, CancellationToken cancellation)
    {
        var hits = new ConcurrentBag<HashHit>();
        await Each(sought.SelectMany(Probes).ToLookup(probe => probe.Partition, probe => probe.Sought), async probe =>
        {
            var query = new DocumentQuery { Partition = probe.Key, Limit = MaximumPerValue };
            foreach (var entry in (await documents.Query(Kind, query, cancellation)).Items)
            {
                foreach (var group in probe)
                {
                    if (Nearest(entry.Value, group) is { Distance: <= PerceptualHash.CandidateDistance } hit)
                        hits.Add(hit);
                }
            }
        }, cancellation);
        return [.. hits.GroupBy(hit => hit.FileId).Select(photo => photo.MinBy(hit => hit.Distance)!)];
    }

    /// <inheritdoc/>
    public Task Remove(HashedPhoto photo, CancellationToken cancellation) => Each(
        Entries(photo), entry => documents.Commit(new Commit(entry.Partition).Delete(photo.FileId), cancellation), cancellation);

    // Windows differ little, so they have many values in common.
    private static IEnumerable<(string Partition, HashBandEntry Value)> Entries(HashedPhoto photo) =>
        from window in Enumerable.Range(0, photo.Hashes.Length)
        from partition in photo.Hashes[window].Bands().Select((value, band) => Partition(photo.Median, band, value))
        group window by partition into windows
        select (windows.Key, new HashBandEntry(
            photo.UserId, photo.FileId, [.. windows], PerceptualHash.Pack([.. windows.Select(window => photo.Hashes[window])])));

    private static IEnumerable<(string Partition, SoughtHashes Sought)> Probes(SoughtHashes sought) =>
        from partition in sought.Hashes
            .SelectMany(hash => hash.Bands().SelectMany((value, band) =>
                PerceptualHash.Probes(value).Select(probe => Partition(sought.Median, band, probe))))
            .Distinct()
        select (partition, sought);

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

    private static string Partition(string median, int band, int value) => $"hash-band-{median}-{band}-{value:x6}";

    private static Task Each<T>(IEnumerable<T> source, Func<T, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        source,
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
        async (item, _) => await work(item));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HashBandEntry))]
internal sealed partial class HashBandJson : JsonSerializerContext;
