namespace SneakerCheck.Checks.Vision;

/// <summary>
/// Confirms that two photos whose hashes are alike show the same picture: the correlation of their luma at 32 × 32, aligned
/// by the best of a few shifts. A near-uniform photo correlates with nothing.
/// </summary>
public static class ThumbnailCorrelation
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = Side * Side;

    /// <summary>From this correlation on, two photos show the same picture.</summary>
    public const double SamePicture = 0.9;

    private const int Side = 32, MaxShift = 2;

    /// <summary>What to store of a photo for later comparison: luma at 32 × 32, row by row.</summary>
    public static byte[] Signature(JpegThumbnail thumbnail) =>
        Array.ConvertAll(thumbnail.Resample(thumbnail.Luma, Side, Side), luma => (byte)Math.Clamp(MathF.Round(luma), 0, 255));

    /// <summary>
    /// The best correlation, −1 to 1, of two signatures within shifts of two samples (6 % of the side), the first of them
    /// turned by <paramref name="orientation"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A signature has not <see cref="SignatureLength"/> bytes.</exception>
    public static double Compare(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Orientation orientation = Orientation.Normal)
    {
        if (first.Length != SignatureLength || second.Length != SignatureLength)
            throw new ArgumentException($"A signature has {SignatureLength} bytes.");
        ReadOnlySpan<byte> turned = orientation.Apply(first.ToArray(), Side, Side);
        var best = -1d;
        for (var down = -MaxShift; down <= MaxShift; down++)
        {
            for (var right = -MaxShift; right <= MaxShift; right++)
                best = Math.Max(best, Correlation(turned, second, right, down));
        }

        return best;
    }

    private static double Correlation(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int right, int down)
    {
        long count = 0, sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
        for (var y = Math.Max(0, -down); y < Side - Math.Max(0, down); y++)
        {
            for (var x = Math.Max(0, -right); x < Side - Math.Max(0, right); x++)
            {
                int a = first[(y + down) * Side + x + right], b = second[y * Side + x];
                (count, sumA, sumB) = (count + 1, sumA + a, sumB + b);
                (sumAA, sumBB, sumAB) = (sumAA + a * a, sumBB + b * b, sumAB + a * b);
            }
        }

        var (varianceA, varianceB) = (count * sumAA - sumA * sumA, count * sumBB - sumB * sumB);
        // Below one step of gray there is no picture to compare.
        return varianceA < count * count || varianceB < count * count
            ? 0
            : (count * sumAB - sumA * sumB) / Math.Sqrt((double)varianceA * varianceB);
    }
}
