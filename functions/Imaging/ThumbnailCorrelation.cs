namespace SneakerCheck.Imaging;

/// <summary>
/// Confirms that two photos with similar hashes show the same picture, by the correlation of their luma at 64 × 64. The earlier photo
/// is cropped to where it agrees best with the later one. A nearly uniform photo correlates with nothing.
/// </summary>
public static class ThumbnailCorrelation
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureLength = Side * Side;

    /// <summary>
    /// From this correlation on, two photos show the same picture. Measured on real photos: copies cropped by up to 4 % a side
    /// reach at least 0.958, different photos at most 0.844 (Checks/README.md).
    /// </summary>
    public const double SamePicture = 0.95;

    // Maximum share cropped off a side when searching for the best agreement: slightly more than the stored windows crop.
    private const double MaximumCut = 0.1;

    private const int Side = 64;

    /// <summary>The signature to store for later comparison: luma at 64 × 64, row by row.</summary>
    public static byte[] Signature(JpegThumbnail thumbnail) => Array.ConvertAll(
        thumbnail.Resample(thumbnail.LumaArea, Side), luma => (byte)Math.Clamp(MathF.Round(luma), 0, 255));

    /// <summary>
    /// The correlation, −1 to 1, of two signatures: the first turned by <paramref name="orientation"/>, the second cropped to
    /// <paramref name="window"/> and from there, edge by edge, to the best agreement.
    /// </summary>
    /// <exception cref="ArgumentException">A signature does not have <see cref="SignatureLength"/> bytes.</exception>
    public static double Compare(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Orientation orientation = Orientation.Normal, HashWindow window = default)
    {
        if (first.Length != SignatureLength || second.Length != SignatureLength)
            throw new ArgumentException($"A signature must have {SignatureLength} bytes.");
        var turned = orientation.Apply(first.ToArray(), Side, Side);
        var area = new SummedArea(second, Side, Side);
        Span<double> cuts = [window.Left, window.Top, window.Right, window.Bottom];
        var best = Correlation(turned, area, cuts);
        foreach (var step in (ReadOnlySpan<double>)[0.02, 0.01, 0.005])
        {
            while (Improve(turned, area, cuts, step, ref best))
                continue;
        }

        return best;
    }

    // Moves each edge by a step if that raises the correlation. It rises every time, so this terminates.
    private static bool Improve(byte[] first, SummedArea second, Span<double> cuts, double step, ref double best)
    {
        var before = best;
        for (var edge = 0; edge < cuts.Length; edge++)
        {
            foreach (var by in (ReadOnlySpan<double>)[step, -step])
            {
                var cut = cuts[edge];
                cuts[edge] = Math.Clamp(cut + by, 0, MaximumCut);
                var correlation = Correlation(first, second, cuts);
                if (correlation > best)
                    best = correlation;
                else
                    cuts[edge] = cut;
            }
        }

        return best > before + 1e-6;
    }

    private static double Correlation(byte[] first, SummedArea second, ReadOnlySpan<double> cuts)
    {
        var cut = second.Resample(cuts[0] * Side, cuts[1] * Side, (1 - cuts[2]) * Side, (1 - cuts[3]) * Side, Side);
        double sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
        for (var i = 0; i < cut.Length; i++)
        {
            double a = first[i], b = cut[i];
            (sumA, sumB) = (sumA + a, sumB + b);
            (sumAA, sumBB, sumAB) = (sumAA + a * a, sumBB + b * b, sumAB + a * b);
        }

        const double Count = SignatureLength;
        var (varianceA, varianceB) = (Count * sumAA - sumA * sumA, Count * sumBB - sumB * sumB);
        // Below a deviation of one gray level there is no picture to compare.
        return varianceA < Count * Count || varianceB < Count * Count
            ? 0
            : (Count * sumAB - sumA * sumB) / Math.Sqrt(varianceA * varianceB);
    }
}
