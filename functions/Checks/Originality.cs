using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The fingerprint of a photo, stored in its owner's partition.</summary>
/// <param name="Place">The photo.</param>
/// <param name="Sha256">Of the bytes, lower-case hex.</param>
/// <param name="Median">The name of the median that its hashes used; empty for none.</param>
/// <param name="Hashes">One for each window of <see cref="HashWindow.Stored"/>, 32 bytes each.</param>
/// <param name="Signature">The thumbnail for <see cref="ThumbnailCorrelation"/>.</param>
internal sealed record PhotoPrint(PrintPlace Place, string Sha256, string Median, byte[] Hashes, byte[] Signature)
{
    [JsonIgnore]
    public HashedPhoto Hashed => new(Place.UserId, Place.FileId, Median, PerceptualHash.Unpack(Hashes));
}

/// <summary>Identifies a photo.</summary>
internal sealed record PrintPlace(long UserId, string TaskId, string View, string FileId);

/// <summary>
/// Finds earlier photos of other accounts that show the same picture: by SHA-256, and by perceptual hashes of nine windows in all
/// eight orientations, confirmed by the correlation of thumbnails. A photo's fingerprint is written first and deleted last. Index
/// entries without a fingerprint are ignored, so an interrupted run can be repeated.
/// </summary>
/// <param name="documents">Where fingerprints are stored.</param>
/// <param name="medians">The median spectrum of each view.</param>
/// <param name="indexes">Hashes are stored in the first index that has room; later ones are used only when it is full.</param>
public sealed class Originality(IDocuments documents, OriginalityMedians medians, IReadOnlyList<IOriginalityIndex> indexes)
{
    private const int MaximumMatches = 5;

    // Bounds the reads for a picture that very many photos show.
    private const int MaximumConfirmed = 50;

    private static readonly DocumentKind<PhotoPrint> Prints = new("photo-print", PrintJson.Default.PhotoPrint);
    private static readonly DocumentKind<PrintPlace> Places = new("print-place", PrintJson.Default.PrintPlace);

    /// <summary>Keeps up to a million hashes in memory and stores later ones in bands.</summary>
    public Originality(IDocuments documents)
        : this(documents, new OriginalityMedians(documents), [new OriginalityPackedIndex(documents), new OriginalityBandedIndex(documents)])
    {
    }

    /// <summary>Stores a photo, then searches for copies, so that of two copies stored at the same moment one finds the other.</summary>
    /// <returns>Photos of other accounts that show the same picture, the most similar first; at most five.</returns>
    public async Task<IReadOnlyList<PhotoMatch>> Examine(
        Check check, CheckPhoto photo, string sha256, JpegThumbnail thumbnail, CancellationToken cancellation)
    {
        var spectra = PerceptualSpectrum.Compute(thumbnail, HashWindow.Stored);
        var median = await medians.Find(photo.View, cancellation);
        if (median is null)
            await medians.Learn(photo.View, check.UserId, photo.FileId, spectra[0], cancellation);
        var print = new PhotoPrint(
            new PrintPlace(check.UserId, check.Id, photo.View, photo.FileId),
            sha256,
            median?.Name ?? "",
            PerceptualHash.Pack([.. spectra.Select(spectrum => spectrum.Hash(median: median))]),
            ThumbnailCorrelation.Signature(thumbnail));
        await File(print, cancellation);

        // If the median was learned meanwhile, other photos may already have been stored with it.
        median ??= await medians.Find(photo.View, cancellation);
        var hits = new List<HashHit>();
        foreach (var index in indexes)
        {
            hits.AddRange(await index.Find(SearchFor(spectra[0], median), cancellation));
            if (index.HasRoom)
                break;
        }

        var matches = new Dictionary<string, PhotoMatch>();
        foreach (var same in await SameBytes(sha256, check.UserId, cancellation))
            matches[same.FileId] = new PhotoMatch(same.TaskId, same.View, 0, 1, SameBytes: true, Mirrored: false);
        foreach (var hit in hits.Where(hit => hit.UserId != check.UserId).OrderBy(hit => hit.Distance).Take(MaximumConfirmed))
        {
            if (!matches.ContainsKey(hit.FileId) && await Confirm(print.Signature, hit, cancellation) is { } match)
                matches.Add(hit.FileId, match);
        }
        return [.. matches.Values.OrderBy(match => match.Distance).ThenByDescending(match => match.Correlation).Take(MaximumMatches)];
    }

    /// <summary>Removes a photo from the indexes, if it is there.</summary>
    public async Task Forget(long userId, string fileId, CancellationToken cancellation)
    {
        if (await documents.Read(Prints, AccountStore.Partition(userId), PrintId(fileId), cancellation) is { } print)
            await Forget(print.Value, cancellation);
    }

    private async Task Forget(PhotoPrint print, CancellationToken cancellation)
    {
        var place = print.Place;
        await medians.Forget(place.View, place.UserId, place.FileId, cancellation);
        foreach (var index in indexes)
            await index.Remove(print.Hashed, cancellation);
        await documents.Commit(new Commit(ShaPartition(print.Sha256)).Delete(place.FileId), cancellation);
        await documents.Commit(new Commit(AccountStore.Partition(place.UserId)).Delete(PrintId(place.FileId)), cancellation);
    }

    private async Task File(PhotoPrint print, CancellationToken cancellation)
    {
        var place = print.Place;
        var (partition, id) = (AccountStore.Partition(place.UserId), PrintId(place.FileId));
        var created = await documents.Commit(new Commit(partition).Create(Prints, id, print), cancellation);
        // Keep what an earlier run has stored, because removal needs exactly those hashes.
        var filed = created.IsCommitted ? print : (await documents.Read(Prints, partition, id, cancellation))?.Value ?? print;
        await documents.Commit(new Commit(ShaPartition(print.Sha256)).Create(Places, place.FileId, place), cancellation);
        foreach (var index in indexes)
        {
            if (await index.File(filed.Hashed, cancellation))
                break;
        }
        // If the photo was deleted meanwhile, the entries that were written after the deletion must go too.
        if (await documents.Read(Prints, partition, id, cancellation) is null)
            await Forget(filed, cancellation);
    }

    private static IReadOnlyList<SearchHashes> SearchFor(PerceptualSpectrum spectrum, ViewMedian? median)
    {
        return median is null ? [Against(null)] : [Against(null), Against(median)];

        SearchHashes Against(ViewMedian? usual) => new(
            usual?.Name ?? "", [.. Enum.GetValues<Orientation>().Select(orientation => spectrum.Hash(orientation, usual))]);
    }

    private async Task<PhotoMatch?> Confirm(byte[] signature, HashHit hit, CancellationToken cancellation)
    {
        var partition = AccountStore.Partition(hit.UserId);
        if (await documents.Read(Prints, partition, PrintId(hit.FileId), cancellation) is not { Value: var other })
            return null;
        var correlation = ThumbnailCorrelation.Compare(signature, other.Signature, hit.Orientation, HashWindow.Stored[hit.Window]);
        if (correlation < ThumbnailCorrelation.SamePicture)
            return null;
        // Half of the orientations are rotations; the others are rotations of the mirror image.
        var isMirrored = hit.Orientation.MirrorsColumns() ^ hit.Orientation.MirrorsRows() ^ hit.Orientation.SwapsSides();
        return new PhotoMatch(other.Place.TaskId, other.Place.View, hit.Distance, correlation, SameBytes: false, isMirrored);
    }

    private async Task<IEnumerable<PrintPlace>> SameBytes(string sha256, long userId, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Partition = ShaPartition(sha256),
            Conditions = [new("user_id", Comparison.NotEqual, userId)],
            Limit = MaximumMatches,
        };
        return (await documents.Query(Places, query, cancellation)).Items.Select(item => item.Value);
    }

    private static string ShaPartition(string sha256) => $"print-sha-{sha256}";

    private static string PrintId(string fileId) => $"print-{fileId}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PhotoPrint))]
[JsonSerializable(typeof(PrintPlace))]
internal sealed partial class PrintJson : JsonSerializerContext;
