namespace SneakerCheck.Imaging;

/// <summary>
/// Computes sharpness from the bits that a JPEG spends on detail. The bits of a block grow with the logarithm of amplitude over
/// quantisation step. The amplitude that explains the bits, for coefficients that decrease with frequency as in photos, is nearly
/// independent of the quality that the file was saved at.
/// </summary>
internal static class DetailAmplitude
{
    // A photo of a shoe on a plain ground has few edges in focus, a blurred photo has none. The fewer blocks are used, the better
    // this separates the two, until single blocks of noise decide (README.md, Decisions).
    private const double MostDetailedShare = 0.002, HighestAmplitude = 4096;

    // The highest frequencies of a progressive file alone explain less amplitude than all frequencies. The factor was measured so
    // that one limit refuses the same share of blurred photos of both codings (README.md, Quality).
    private const double ProgressiveFactor = 1.4;

    // 1 ÷ frequency, by which amplitude decreases in natural photos, for the 63 AC coefficients in zigzag order.
    private static readonly double[] Spectrum =
    [
        .. (from index in Enumerable.Range(0, 64)
            let row = index / 8
            let column = index % 8
            orderby row + column, (row + column) % 2 == 0 ? column : row
            select 1 / Math.Sqrt(row * row + column * column)).Skip(1),
    ];

    /// <summary>
    /// The amplitude of the most detailed five-hundredth of the blocks, as the DCT coefficient at frequency 1. One unit is an eighth of
    /// a gray level.
    /// </summary>
    public static double Measure(JpegThumbnail thumbnail)
    {
        var bits = MostDetailedMean(thumbnail.DetailBits, thumbnail.LumaBlocks);
        var (low, high) = (0d, HighestAmplitude);
        if (bits >= ExpectedBits(high, thumbnail))
            return high;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (ExpectedBits(middle, thumbnail) < bits)
                low = middle;
            else
                high = middle;
        }

        return thumbnail.FirstDetail > 1 ? ProgressiveFactor * high : high;
    }

    private static double MostDetailedMean(int[] blocks, int count)
    {
        var wanted = Math.Max(1, (int)(count * MostDetailedShare));
        var (left, sum) = (wanted, 0d);
        for (var bits = blocks.Length - 1; bits > 0 && left > 0; bits--)
        {
            var taken = Math.Min(left, blocks[bits]);
            sum += (double)taken * bits;
            left -= taken;
        }

        return sum / wanted;
    }

    /// <summary>
    /// Bits that Huffman coding spends on a block of the given amplitude: per coefficient about one and a half for each doubling of
    /// amplitude over step, few if that is below one, and four for the end of the block.
    /// </summary>
    private static double ExpectedBits(double amplitude, JpegThumbnail thumbnail)
    {
        var bits = 4d;
        for (var k = thumbnail.FirstDetail; k < 64; k++)
        {
            var step = Math.Max(1, (int)thumbnail.LumaQuantisation[k]) << thumbnail.DetailShift;
            bits += 1.5 * Math.Log2(1 + amplitude * Spectrum[k - 1] / step);
        }

        return bits;
    }
}
