using System.Collections.Immutable;
using System.Globalization;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>Collects the findings about one photo, step by step.</summary>
public sealed class PhotoInspection(TemplateView view, string fileId)
{
    private readonly List<Finding> findings = [];

    public string FileId => fileId;

    public TemplateView View => view;

    /// <summary>SHA-256 of the bytes that are inspected; null if they could not be read.</summary>
    public string? Sha256 { get; set; }

    /// <summary>The features for the comparison; null if the photo is not usable.</summary>
    public float[]? Features { get; private set; }

    public ImmutableArray<PhotoMatch> Matches { get; private set; } = [];

    /// <summary>Adds the finding that the photo could not be read.</summary>
    public void Unreadable(string name, LocalText reason) => findings.Add(new Finding("intake", name, null, null, false, reason));

    /// <summary>Runs the steps intake and quality. Returns the thumbnail; null if the photo cannot be decoded.</summary>
    public JpegThumbnail? Decode(ReadOnlySpan<byte> jpeg)
    {
        JpegThumbnail thumbnail;
        try
        {
            var header = JpegHeader.Read(jpeg);
            thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);
            Measure("intake", "bytes", jpeg.Length, null, PhotoBlob.MaximumSize, new("文件大小", "Size of the file"));
            Measure(
                "intake",
                "pixels",
                (long)header.Width * header.Height,
                view.MinPixels,
                JpegLimits.Default.MaxPixels,
                new("像素数", "Number of pixels"));
            findings.Add(new Finding("intake", "camera", null, null, true, Reasons.Camera(header.Exif)));
        }
        catch (JpegException exception)
        {
            Unreadable("format", Reasons.NotReadable(exception));
            return null;
        }
        if (thumbnail.IsTruncated)
            Unreadable("complete", Reasons.Truncated);
        CheckQuality(PhotoQuality.Measure(thumbnail), view.Limits);
        if (findings.TrueForAll(finding => finding.Passed))
            Features = PhotoFeatures.Extract(thumbnail);
        return thumbnail;
    }

    /// <summary>Adds the finding of the step originality.</summary>
    public void Compare(IReadOnlyList<PhotoMatch> matches)
    {
        Matches = [.. matches];
        // A match is evidence for review. It does not make the photo unusable, so the likeness is still computed.
        findings.Add(new Finding(
            "originality",
            "seen_before",
            matches.Count == 0 ? null : matches[0].Distance,
            $"> {PerceptualHash.CandidateDistance}",
            matches.Count == 0,
            Reasons.Originality(matches)));
    }

    /// <summary>The report, with the distances to the nearest exemplars.</summary>
    public PhotoReport Report(LikenessOutcome outcome)
    {
        Nearest("nearest_true", outcome.Nearest(Answer.True), new("与最近的真品样本的距离", "Distance to the nearest genuine exemplar"));
        Nearest("nearest_fake", outcome.Nearest(Answer.Fake), new("与最近的假货样本的距离", "Distance to the nearest fake exemplar"));
        return new PhotoReport(view.Id, fileId, Features is not null, [.. findings], Matches) { Sha256 = Sha256 };
    }

    private void Nearest(string name, IReadOnlyList<NearExemplar> nearest, LocalText reason)
    {
        if (Features is not null && nearest.Where(exemplar => exemplar.View == view.Id).MinBy(exemplar => exemplar.Distance) is { } near)
            findings.Add(new Finding("likeness", name, Math.Round(near.Distance, 4), null, true, reason));
    }

    private void CheckQuality(PhotoQuality quality, QualityLimits limits)
    {
        Measure("quality", "sharpness", quality.Sharpness, limits.SharpnessMin, null, new("清晰度", "Sharpness"));
        Measure("quality", "mean_luma", quality.MeanLuma, limits.MeanLumaMin, limits.MeanLumaMax, new("平均亮度", "Mean brightness"));
        Measure("quality", "shadow", quality.ShadowFraction, null, limits.ShadowMax, new("死黑部分", "Part that is black"));
        Measure("quality", "highlight", quality.HighlightFraction, null, limits.HighlightMax, new("过曝部分", "Part that is white"));
        Measure(
            "quality", "subject_fill", quality.SubjectFill, limits.SubjectFillMin, null, new("主体占画面比例", "Part that the shoe fills"));
    }

    private void Measure(string step, string name, double value, double? minimum, double? maximum, LocalText what)
    {
        var isLow = value < minimum;
        var isHigh = value > maximum;
        var limit = (minimum, maximum) switch
        {
            ({ } low, { } high) => $"{Number(low)} – {Number(high)}",
            ({ } low, null) => $"≥ {Number(low)}",
            (null, { } high) => $"≤ {Number(high)}",
            _ => null,
        };
        var reason = isLow ? new LocalText($"{what.Zh}过低", $"{what.En}: too low")
            : isHigh ? new LocalText($"{what.Zh}过高", $"{what.En}: too high")
            : new LocalText($"{what.Zh}符合要求", $"{what.En}: within the limits");
        findings.Add(new Finding(step, name, Math.Round(value, 4), limit, !isLow && !isHigh, reason));
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
