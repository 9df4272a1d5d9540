using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The spectrum of one account's first photo of a view, kept until the view's median is learnt.</summary>
/// <param name="FileId">The photo.</param>
/// <param name="Spectrum">Single-precision numbers, little-endian.</param>
internal sealed record SpectrumSample(string FileId, byte[] Spectrum);

/// <summary>A view's median.</summary>
/// <param name="Values">Single-precision numbers, little-endian.</param>
internal sealed record StoredMedian(byte[] Values);

/// <summary>
/// Learns the median spectrum of each view from the first photos of it, one an account so that no account shapes it, and then keeps
/// it for ever: hashes compare only against the same median. Photos filed before have hashes without one, and are
/// looked for as such.
/// </summary>
/// <param name="documents">Hold samples and medians, a partition for each view.</param>
/// <param name="enough">From how many photos a median is learnt.</param>
public sealed class OriginalityMedians(IDocuments documents, int enough = OriginalityMedians.DefaultEnough)
{
    /// <summary>Photos that a median is learnt from.</summary>
    public const int DefaultEnough = 256;

    private const string MedianId = "median";
    private static readonly DocumentKind<SpectrumSample> Samples = new("spectrum-sample", MedianJson.Default.SpectrumSample);
    private static readonly DocumentKind<StoredMedian> Medians = new("view-median", MedianJson.Default.StoredMedian);
    private readonly ConcurrentDictionary<string, ViewMedian> known = new();

    /// <summary>The median of a view; null while it is not learnt.</summary>
    public async Task<ViewMedian?> Find(string view, CancellationToken cancellation)
    {
        if (known.TryGetValue(view, out var median))
            return median;
        if (await documents.Read(Medians, Partition(view), MedianId, cancellation) is not { } stored)
            return null;
        return known[view] = new ViewMedian(view, [.. MemoryMarshal.Cast<byte, float>(stored.Value.Values)]);
    }

    /// <summary>Takes the photo of a view without a median as a sample; the last that was lacking makes the median.</summary>
    public async Task Learn(string view, long userId, string fileId, PerceptualSpectrum spectrum, CancellationToken cancellation)
    {
        var partition = Partition(view);
        var sample = new SpectrumSample(fileId, MemoryMarshal.AsBytes(spectrum.Coefficients).ToArray());
        await documents.Commit(new Commit(partition).Create(Samples, SampleId(userId), sample), cancellation);
        if (await documents.Count(Samples, new DocumentQuery { Partition = partition }, cancellation) < enough)
            return;
        var samples = (await documents.Query(Samples, new DocumentQuery { Partition = partition, Limit = 1000 }, cancellation)).Items;
        var median = ViewMedian.Of(view, [.. samples.Select(item => MemoryMarshal.Cast<byte, float>(item.Value.Spectrum).ToArray())]);
        var values = MemoryMarshal.AsBytes(median.Values.AsSpan()).ToArray();
        // Of several who come to this at once the first prevails.
        await documents.Commit(new Commit(partition).Create(Medians, MedianId, new StoredMedian(values)), cancellation);
        // One by one: a sample that is gone already would spoil a common commit.
        foreach (var item in samples)
            await documents.Commit(new Commit(partition).Delete(item.Id), cancellation);
    }

    /// <summary>Takes a photo out of the samples, if it is one.</summary>
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
