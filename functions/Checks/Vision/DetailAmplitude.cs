namespace SneakerCheck.Checks.Vision;

/// <summary>
/// Reads sharpness from the bits a JPEG spends on detail. A block's bits grow with the logarithm of amplitude over
/// quantisation step; the amplitude that explains them, for coefficients that fall with frequency as those of photos do, is
/// free of the quality the file was saved at.
/// </summary>
internal static class DetailAmplitude
{
    private const double MostDetailedShare = 0.1, HighestAmplitude = 4096;

    // 1 ÷ frequency, the fall of amplitude in photos of natural things, for the 63 AC coefficients in zigzag order.
    private static readonly double[] Spectrum =
    [
        .. (from index in Enumerable.Range(0, 64)
            let row = index / 8
            let column = index % 8
            orderby row + column, (row + column) % 2 == 0 ? column : row
            select 1 / Math.Sqrt(row * row + column * column)).Skip(1),
    ];

    /// <summary>
    /// The amplitude of the most detailed tenth of the blocks, in gray levels at frequency 1; of all blocks together, which
    /// is less, for a progressive file.
    /// </summary>
    public static double Measure(JpegThumbnail thumbnail)
    {
        var bits = thumbnail.DetailBits is { } blocks
            ? MostDetailedMean(blocks, thumbnail.LumaBlocks)
            : 8d * thumbnail.DetailScans!.Sum(scan => scan.Bytes) / thumbnail.LumaBlocks;
        var (low, high) = (0d, HighestAmplitude);
        if (bits >= ExpectedBits(high, thumbnail.LumaQuantisation))
            return high;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (ExpectedBits(middle, thumbnail.LumaQuantisation) < bits)
                low = middle;
            else
                high = middle;
        }

        return high;
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
    /// Bits that Huffman coding spends on a block of the given amplitude: per coefficient about two for each doubling of
    /// amplitude over step, few while that is below one, and four for the block's end.
    /// </summary>
    private static double ExpectedBits(double amplitude, ushort[] steps)
    {
        var bits = 4d;
        for (var k = 1; k < 64; k++)
            bits += 1.5 * Math.Log2(1 + amplitude * Spectrum[k - 1] / Math.Max(1, (int)steps[k]));
        return bits;
    }
}
