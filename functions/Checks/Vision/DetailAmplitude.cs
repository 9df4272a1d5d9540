namespace SneakerCheck.Checks.Vision;

/// <summary>
/// Reads sharpness from the bits a JPEG spends on detail. A block's bits grow with the logarithm of amplitude over
/// quantisation step; the amplitude that explains them, for coefficients that fall with frequency as those of photos do, is
/// free of the quality the file was saved at.
/// </summary>
internal static class DetailAmplitude
{
    private const double MostDetailedShare = 0.1, HighestAmplitude = 4096;

    // The most detailed tenth of a photo's blocks to all of them, as found on baseline files of ordinary photos (3.5 to 9).
    private const double MostDetailedToMean = 6;

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
    /// The amplitude of the most detailed tenth of the blocks: of the DCT coefficient at frequency 1, of which one is an eighth
    /// of a gray level. A progressive file gives it by estimate from all blocks together, which tells blur less well.
    /// </summary>
    public static double Measure(JpegThumbnail thumbnail) => thumbnail.AcBits is { } blocks
        ? Explain(MostDetailedMean(blocks), thumbnail.LumaQuantisation)
        : MostDetailedToMean * Explain(thumbnail.MeanAcBits, thumbnail.LumaQuantisation);

    private static double Explain(double bits, ushort[] steps)
    {
        var (low, high) = (0d, HighestAmplitude);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (ExpectedBits(middle, steps) < bits)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    private static double MostDetailedMean(ushort[] blocks)
    {
        var sorted = blocks.ToArray();
        Array.Sort(sorted);
        var count = Math.Max(1, (int)(sorted.Length * MostDetailedShare));
        return sorted.AsSpan(sorted.Length - count).ToArray().Average(bits => (double)bits);
    }

    /// <summary>
    /// Bits that Huffman coding spends on a block of the given amplitude: per coefficient about one and a half for each
    /// doubling of amplitude over step, few while that is below one, and four for the block's end.
    /// </summary>
    private static double ExpectedBits(double amplitude, ushort[] steps)
    {
        var bits = 4d;
        for (var k = 1; k < 64; k++)
            bits += 1.5 * Math.Log2(1 + amplitude * Spectrum[k - 1] / Math.Max(1, (int)steps[k]));
        return bits;
    }
}
