using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

/// <summary>A changed copy of a photo, and how well it is recognised.</summary>
/// <param name="Change">The kind of change.</param>
/// <param name="Distance">Distance between the copy and the nearest window of the original, in bits.</param>
/// <param name="Correlation">Correlation of copy and original, aligned.</param>
/// <param name="SharesBand">Whether probing the bands finds the original.</param>
internal sealed record PhotoCopy(string Change, int Distance, double Correlation, bool SharesBand)
{
    /// <summary>Whether the copy is reported.</summary>
    public bool IsReported => Distance <= PerceptualHash.CandidateDistance && Correlation >= ThumbnailCorrelation.SamePicture;
}

/// <summary>A photo as it is stored for comparison.</summary>
internal sealed class FiledPhoto(JpegThumbnail thumbnail)
{
    private readonly PerceptualHash[] windows =
        [.. PerceptualSpectrum.Compute(thumbnail, HashWindow.Stored).Select(spectrum => spectrum.Hash())];
    private readonly PerceptualHash[] turned = [.. PerceptualHash.ComputeAll(thumbnail)];
    private readonly byte[] signature = ThumbnailCorrelation.Signature(thumbnail);

    /// <summary>Changed copies of the photo, see <see cref="PhotoCopies"/>.</summary>
    public IEnumerable<PhotoCopy> Recognise(IEnumerable<(string Change, JpegThumbnail Copy)> copies) => copies.Select(copy =>
    {
        var hash = PerceptualHash.Compute(copy.Copy);
        var window = Enumerable.Range(0, windows.Length).MinBy(i => windows[i].Distance(hash));
        var bands = hash.Bands();
        var correlation = ThumbnailCorrelation.Compare(
            ThumbnailCorrelation.Signature(copy.Copy), signature, Orientation.Normal, HashWindow.Stored[window]);
        return new PhotoCopy(
            copy.Change,
            windows[window].Distance(hash),
            correlation,
            windows.Any(stored => stored.Bands().Zip(bands).Any(pair => int.PopCount(pair.First ^ pair.Second) <= 1)));
    });

    /// <summary>Distance to the nearest window of another photo in any orientation, and its correlation.</summary>
    public (int Distance, double Correlation) Nearest(FiledPhoto other)
    {
        var (o, w) = (
            from orientation in Enumerable.Range(0, 8)
            from window in Enumerable.Range(0, windows.Length)
            select (orientation, window)).MinBy(pair => turned[pair.orientation].Distance(other.windows[pair.window]));
        var correlation = ThumbnailCorrelation.Compare(signature, other.signature, (Orientation)(o + 1), HashWindow.Stored[w]);
        return (turned[o].Distance(other.windows[w]), correlation);
    }
}

/// <summary>The changes that the recall goals name.</summary>
internal static class PhotoCopies
{
    /// <summary>Encoded again, at another size, brighter or darker.</summary>
    public static IEnumerable<(string Change, JpegThumbnail Copy)> Changed(GrayPhoto photo) =>
    [
        ("quality 30", photo.Thumbnail(30)),
        ("quality 60, progressive", photo.Thumbnail(60, progressive: true)),
        ("30 % of its size", photo.Resize(0.3).Thumbnail()),
        ("77 % of its size", photo.Resize(0.77).Thumbnail()),
        ("luma + 30", photo.Change(luma => luma + 30).Thumbnail()),
        ("luma − 30", photo.Change(luma => luma - 30).Thumbnail()),
        ("luma × 0.7", photo.Change(luma => luma * 0.7).Thumbnail()),
        ("luma × 1.25", photo.Change(luma => luma * 1.25).Thumbnail()),
        ("gamma 1.3", photo.Change(luma => 255 * Math.Pow(luma / 255, 1.3)).Thumbnail()),
    ];

    /// <summary>Cropped by random shares of up to 4 % on each side.</summary>
    public static IEnumerable<(string Change, JpegThumbnail Copy)> Cropped(GrayPhoto photo, int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => ("crop 0–4 % a side", photo.Crop(Share(), Share(), Share(), Share()).Thumbnail()));

        double Share() => random.NextDouble() * 0.04;
    }
}
