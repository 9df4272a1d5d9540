namespace SneakerCheck.Imaging;

/// <summary>The technical quality of a photo. The limits are in the template.</summary>
/// <param name="Sharpness">
/// The amplitude of fine detail in the most detailed five-hundredth of the photo, dimensionless. It is nearly independent of the
/// quality that the file was saved at; halving the amplitude of all detail halves it.
/// </param>
/// <param name="MeanLuma">Mean brightness, 0–255.</param>
/// <param name="ShadowFraction">Share of the frame that is nearly black (luma below 16).</param>
/// <param name="HighlightFraction">Share of the frame that is nearly white (luma above 247).</param>
/// <param name="Contrast">Standard deviation of luma, 0–127.5.</param>
/// <param name="Pixels">Width × height of the photo.</param>
/// <param name="SubjectFill">
/// Share of the frame that differs from the colour along its border, 0–1. It is too low on a busy ground, so it is only a hint and no
/// reason by itself to refuse a photo.
/// </param>
public sealed record PhotoQuality(
    double Sharpness, double MeanLuma, double ShadowFraction, double HighlightFraction, double Contrast, long Pixels, double SubjectFill)
{
    private const int Shadow = 16, Highlight = 247;

    public static PhotoQuality Measure(JpegThumbnail thumbnail)
    {
        Span<int> histogram = stackalloc int[256];
        foreach (var luma in thumbnail.Luma)
            histogram[luma]++;
        double count = thumbnail.Luma.Length, sum = 0, squares = 0, shadow = 0, highlight = 0;
        for (var luma = 0; luma < 256; luma++)
        {
            sum += (double)luma * histogram[luma];
            squares += (double)luma * luma * histogram[luma];
            shadow += luma < Shadow ? histogram[luma] : 0;
            highlight += luma > Highlight ? histogram[luma] : 0;
        }

        var mean = sum / count;
        return new PhotoQuality(
            DetailAmplitude.Measure(thumbnail),
            mean,
            shadow / count,
            highlight / count,
            Math.Sqrt(Math.Max(0, squares / count - mean * mean)),
            (long)thumbnail.PixelWidth * thumbnail.PixelHeight,
            SubjectMask.Fill(thumbnail));
    }
}
