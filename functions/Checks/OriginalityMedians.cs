using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The spectrum of one account's first photo of a view, kept until the view's median is learned.</summary>
/// <param name="FileId">The photo.</param>
/// <param name="Spectrum">Single-precision numbers, little-endian.</param>
internal sealed record SpectrumSample(string FileId, byte[] Spectrum);

/// <summary>A view's median.</summary>
/// <param name="Values">Single-precision numbers, little-endian.</param>
internal sealed record StoredMedian(byte[] Values);

/// <summary>
/// Learns the median spectrum of each view from the first photos of it. Each account contributes one, so that no account dominates it.
/// The median then never changes, because hashes are comparable only if they used the same median. Photos stored earlier have hashes
/// without a median and are searched that way.
/// </summary>
/// <param name="documents">Where samples and medians are stored, in one partition for each view.</param>
/// <param name="sampleCount">How many photos a median is learned from.</param>
public sealed class OriginalityMedians(IDocuments documents, int sampleCount = OriginalityMedians.DefaultSampleCount)
{
    /// <summary>In photos.</summary>
    public const int DefaultSampleCount = 256;

    private const string MedianId = "median";
    private static readonly DocumentKind<SpectrumSample> Samples = new("spectrum-sample", MedianJson.Default.SpectrumSample);
    private static readonly DocumentKind<StoredMedian> Medians = new("view-median", MedianJson.Default.StoredMedian);
    private readonly ConcurrentDictionary<string, ViewMedian> known = new();

    /// <summary>The median of a view; null until it is learned.</summary>
    public async Task<ViewMedian?> Find(string view, CancellationToken cancellation)
    {
        if (known.TryGetValue(view, out var median))
            return median;
        if (await documents.Read(Medians, Partition(view), MedianId, cancellation) is not { } stored)
            return null;
        return known[view] = new ViewMedian(view, [.. MemoryMarshal.Cast<byte, float>(stored.Value.Values)]);
    }

    /// <summary>Stores a sample for a view without a median. The last sample that is needed makes the median.</summary>
    public async Task Learn(string view, long userId, string fileId, PerceptualSpectrum spectrum, CancellationToken cancellation)
    {
        var partition = Partition(view);
        var sample = new SpectrumSample(fileId, MemoryMarshal.AsBytes(spectrum.Coefficients).ToArray());
        await documents.Commit(new Commit(partition).Create(Samples, SampleId(userId), sample), cancellation);
        if (await documents.Count(Samples, new DocumentQuery { Partition = partition }, cancellation) < sampleCount)
            return;
        var samples = (await documents.Query(Samples, new DocumentQuery { Partition = partition, Limit = 1000 }, cancellation)).Items;
        var median = ViewMedian.Of(view, [.. samples.Select(item => MemoryMarshal.Cast<byte, float>(item.Value.Spectrum).ToArray())]);
        var values = MemoryMarshal.AsBytes(median.Values.AsSpan()).ToArray();
        // If several instances get here at the same time, the first one wins.
        await documents.Commit(new Commit(partition).Create(Medians, MedianId, new StoredMedian(values)), cancellation);
        // One by one: a sample that no longer exists would fail a common commit.
        foreach (var item in samples)
            await documents.Commit(new Commit(partition).Delete(item.Id), cancellation);
    }

    /// <summary>Removes a photo from the samples, if it is one.</summary>
    public async Task Forget(string view, long userId, string fileId, CancellationToken cancellation)
    {
        var sample = await documents.Read(Samples, Partition(view), SampleId(userId), cancellation);
        if (sample?.Value.FileId == fileId)
            await documents.Commit(new Commit(sample.Partition).Delete(sample.Id, sample.ETag), cancellation);
    }

    private static string Partition(string view) => $"hash-view-{view}";

    private static string SampleId(long userId) => $"sample-{userId}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpectrumSample))]
[JsonSerializable(typeof(StoredMedian))]
internal sealed partial class MedianJson : JsonSerializerContext;
