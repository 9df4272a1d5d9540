namespace SneakerCheck.Imaging;

/// <summary>
/// Reads the blocks of files whose first component is sampled more coarsely than another, in both directions. In these a sample of
/// the result covers a quarter of a block, whose mean needs AC coefficients. Encoders can make such files but cameras do not, so this
/// is simple rather than fast.
/// </summary>
internal static class JpegQuarters
{
    private const int Places = 64, WeightBits = 13, ColumnBits = 2;

    // The sum of the eight cosines of a frequency over the first half of a block; over the other half it has the opposite sign. For
    // each even frequency except 0 it is zero.
    private static readonly int[] Weights = [.. from frequency in Enumerable.Range(0, 8) select Weight(frequency)];

    // Row × 8 + column of each coefficient in zigzag order.
    internal static readonly byte[] Zigzag =
    [
        .. from index in Enumerable.Range(0, Places)
           let row = index / 8
           let column = index % 8
           orderby row + column, (row + column) % 2 == 0 ? column : row
           select (byte)index,
    ];

    /// <summary>As <see cref="JpegBlocks.Read"/>, for a sequential file.</summary>
    /// <exception cref="JpegException">The data violates the format.</exception>
    public static bool Read(ref BitReader reader, JpegUnitBlock[] unit, int row, int from, int to)
    {
        Span<int> coefficients = stackalloc int[Places];
        for (var column = from; column < to; column++)
        {
            if (reader.Position > reader.Limit && !reader.Advance())
                return false;
            foreach (var block in unit)
            {
                coefficients.Clear();
                var at = block.At(row, column);
                if (!ReadBlock(ref reader, block, at, coefficients))
                    return reader.IsNearEnd ? false : throw new JpegException(JpegErrorKind.Corrupt, "A block has invalid data.");
                if (block.Part.Component is { Quarters: { } quarters, Stride: var stride })
                    Transform(coefficients, quarters.AsSpan(at / stride * 4 * stride + at % stride * 2), 2 * stride);
            }
        }

        return true;
    }

    private static bool ReadBlock(ref BitReader reader, in JpegUnitBlock block, int at, scoped Span<int> coefficients)
    {
        var (part, steps) = (block.Part, block.Part.Component.Quantisation!);
        if (!TryNext(ref reader, part.Dc!, out var symbol, out var value))
            return false;
        part.Prediction += value;
        block.Dc[at] = (short)part.Prediction;
        coefficients[0] = block.Dc[at] * steps[0];
        var start = 8 * reader.Position - reader.Count;
        for (var place = 1; place < Places; place++)
        {
            if (!TryNext(ref reader, part.Ac!, out symbol, out value))
                return false;
            if ((symbol & 15) == 0 && symbol != 0xF0)
                break;
            place += symbol >> 4;
            if (place >= Places)
                return false;
            coefficients[Zigzag[place]] = value * steps[place];
        }

        if (block.AcBits is { } bits)
            bits[at] = (short)(8 * reader.Position - reader.Count - start);
        return true;
    }

    private static bool TryNext(ref BitReader reader, HuffmanTable table, out int symbol, out int value)
    {
        reader.Refill();
        (symbol, var length) = table.Find(reader.Buffer);
        var size = symbol & 15;
        var bits = reader.Buffer << length;
        // A first bit of zero means a negative value (T.81, F.2.2.1).
        value = (int)(bits >> 1 >> (63 - size)) - ((int)((long)~bits >> 63) & ((1 << size) - 1));
        reader.Buffer = bits << size;
        reader.Count -= length + size;
        return length > 0;
    }

    // First down the columns, then along the two resulting rows, with the precision and rounding of libjpeg-turbo.
    private static void Transform(ReadOnlySpan<int> coefficients, Span<byte> quarters, int stride)
    {
        Span<int> upper = stackalloc int[8], lower = stackalloc int[8];
        for (var column = 0; column < 8; column++)
            (upper[column], lower[column]) = Halves(coefficients[column..], 8, WeightBits - ColumnBits);
        for (var y = 0; y < 2; y++)
        {
            var (left, right) = Halves(y == 0 ? upper : lower, 1, WeightBits + ColumnBits + 3);
            quarters[y * stride] = (byte)Math.Clamp(left + 128, 0, 255);
            quarters[y * stride + 1] = (byte)Math.Clamp(right + 128, 0, 255);
        }
    }

    // Two more bits than the weights, because these are sums of four.
    private static (int First, int Second) Halves(ReadOnlySpan<int> values, int step, int shift)
    {
        var (even, odd) = ((long)values[0] << (WeightBits + 2), 0L);
        for (var frequency = 1; frequency < 8; frequency += 2)
            odd += (long)values[frequency * step] * Weights[frequency];
        var half = 1L << (shift + 1);
        return ((int)((even + odd + half) >> (shift + 2)), (int)((even - odd + half) >> (shift + 2)));
    }

    private static int Weight(int frequency) => (int)Math.Round(
        Math.Sqrt(2) * (1 << WeightBits) * Enumerable.Range(0, 4).Sum(place => Math.Cos((2 * place + 1) * frequency * Math.PI / 16)));
}
