using System.Collections.Immutable;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>Collects the findings about one photo, step by step.</summary>
public sealed class PhotoInspection(TemplateView view, string fileId)
{
    private const string Originality = "originality";

    private readonly List<Finding> findings = [];

    public string FileId => fileId;

    public TemplateView View => view;

    /// <summary>SHA-256 of the bytes that are inspected; null if they could not be read.</summary>
    public string? Sha256 { get; set; }

    /// <summary>The features for the comparison; null if the photo is not usable.</summary>
    public float[]? Features { get; private set; }

    /// <summary>Why the photo is not usable; null if it is.</summary>
    public LocalText? Problem => Features is not null
        ? null
        : PhotoTexts.Sentences(findings.Where(finding => !finding.Passed && finding.Step != Originality).Select(finding => finding.Reason));

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
            long pixels = (long)header.Width * header.Height, mostPixels = JpegLimits.Default.MaxPixels;
            Measure("intake", "bytes", jpeg.Length, 0, null, PhotoBlob.MaximumSize, size => PhotoTexts.Size(size, PhotoBlob.MaximumSize));
            Measure("intake", "pixels", pixels, 0, view.MinPixels, mostPixels, n => PhotoTexts.Pixels(n, view.MinPixels, mostPixels));
            findings.Add(new Finding("intake", "camera", null, null, true, PhotoTexts.Camera(header.Exif)));
        }
        catch (JpegException exception)
        {
            Unreadable("format", PhotoTexts.NotReadable(exception.Kind));
            return null;
        }
        if (thumbnail.IsTruncated)
            Unreadable("complete", PhotoTexts.Truncated);
        CheckQuality(PhotoQuality.Measure(thumbnail), view.Limits);
        if (findings.TrueForAll(finding => finding.Passed))
            Features = PhotoFeatures.Extract(thumbnail);
        return thumbnail;
    }

    /// <summary>Adds the finding of the step originality.</summary>
    public void Compare(IReadOnlyList<PhotoMatch> matches)
    {
        Matches = [.. matches];
        // A match holds the answer until a person has looked. It does not make the photo unusable, so the likeness is still computed.
        findings.Add(new Finding(
            Originality,
            "seen_before",
            matches.Count == 0 ? null : Figures.Round(matches[0].Correlation, 3, ThumbnailCorrelation.SamePicture, null),
            $"< {Figures.Text(ThumbnailCorrelation.SamePicture)}",
            matches.Count == 0,
            PhotoTexts.Originality(matches)));
    }

    /// <summary>The report, with the distances to the nearest exemplars.</summary>
    public PhotoReport Report(LikenessOutcome outcome)
    {
        Nearest("nearest_true", Answer.True, outcome);
        Nearest("nearest_fake", Answer.Fake, outcome);
        return new PhotoReport(view.Id, fileId, Features is not null, [.. findings], Matches) { Sha256 = Sha256 };
    }

    private void Nearest(string name, Answer label, LikenessOutcome outcome)
    {
        var nearest = outcome.Nearest(label).Where(exemplar => exemplar.View == view.Id).MinBy(exemplar => exemplar.Distance);
        if (Features is null || nearest is null)
            return;
        var distance = Figures.Round(nearest.Distance, 2, null, null);
        findings.Add(new Finding("likeness", name, distance, null, true, PhotoTexts.Nearest(label, distance)));
    }

    private void CheckQuality(PhotoQuality quality, QualityLimits limits)
    {
        double? none = null;
        Measure(
            "sharpness", quality.Sharpness, 0, limits.SharpnessMin, none, value => PhotoTexts.Sharpness(value, limits.SharpnessMin));
        Measure(
            "mean_luma",
            quality.MeanLuma,
            0,
            limits.MeanLumaMin,
            limits.MeanLumaMax,
            value => PhotoTexts.Brightness(value, limits.MeanLumaMin, limits.MeanLumaMax));
        Measure("shadow", quality.ShadowFraction, 2, none, limits.ShadowMax, value => PhotoTexts.Shadow(value, limits.ShadowMax));
        Measure(
            "highlight",
            quality.HighlightFraction,
            2,
            none,
            limits.HighlightMax,
            value => PhotoTexts.Highlight(value, limits.HighlightMax));
        Measure(
            "subject_fill",
            quality.SubjectFill,
            2,
            limits.SubjectFillMin,
            none,
            value => PhotoTexts.SubjectFill(value, limits.SubjectFillMin));
    }

    private void Measure(string name, double value, int decimals, double? minimum, double? maximum, Func<double, LocalText> text) =>
        Measure("quality", name, value, decimals, minimum, maximum, text);

    private void Measure(
        string step, string name, double value, int decimals, double? minimum, double? maximum, Func<double, LocalText> text)
    {
        var limit = (minimum, maximum) switch
        {
            ({ } low, { } high) => $"{Figures.Text(low)} – {Figures.Text(high)}",
            ({ } low, null) => $"≥ {Figures.Text(low)}",
            (null, { } high) => $"≤ {Figures.Text(high)}",
            _ => null,
        };
        var rounded = Figures.Round(value, decimals, minimum, maximum);
        findings.Add(new Finding(step, name, rounded, limit, !(value < minimum || value > maximum), text(rounded)));
    }
}
