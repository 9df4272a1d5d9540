using System.Runtime.Intrinsics;

namespace SneakerCheck.Imaging;

/// <summary>Transforms, quantises and codes the blocks of one component.</summary>
/// <param name="tables">The Huffman codes.</param>
/// <param name="steps">The quantisation steps, in zigzag order.</param>
internal sealed class JpegWriterBlocks(JpegWriterTables tables, byte[] steps)
{
    // One row per frequency, scaled so that applying it in both directions is the transform of ITU-T T.81, A.3.3.
    private static readonly float[] Cosines =
    [
        .. from frequency in Enumerable.Range(0, 8)
           let scale = frequency == 0 ? Math.Sqrt(1 / 8d) : 1 / 2d
           from place in Enumerable.Range(0, 8)
           select (float)(scale * Math.Cos((2 * place + 1) * frequency * Math.PI / 16)),
    ];

    private readonly float[] scales = [.. Enumerable.Range(0, 64).Select(place => 1f / steps[JpegQuarters.Zigzag.IndexOf((byte)place)])];
    private readonly float[] block = new float[64], turned = new float[64];
    private readonly int[] values = new int[64];
    private int before;

    /// <summary>Writes the block of a plane at a position.</summary>
    public void Write(JpegWriterPlane plane, int left, int top, JpegWriterBits bits)
    {
        plane.Read(left, top, block);
        Transform(block, turned);
        Transform(turned, block);
        Quantise();
        Write(tables.Dc, 0, values[0] - before, bits);
        before = values[0];
        var zeros = 0;
        for (var place = 1; place < 64; place++)
        {
            var value = values[JpegQuarters.Zigzag[place]];
            if (value == 0)
            {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16)
                bits.Write(tables.Ac[JpegWriterTables.SixteenZeros].Bits, tables.Ac[JpegWriterTables.SixteenZeros].Length);
            Write(tables.Ac, zeros << 4, value, bits);
            zeros = 0;
        }
        if (zeros > 0)
            bits.Write(tables.Ac[JpegWriterTables.EndOfBlock].Bits, tables.Ac[JpegWriterTables.EndOfBlock].Length);
    }

    private void Quantise()
    {
        for (var row = 0; row < 64; row += 8)
            Vector256.ConvertToInt32(Vector256.Round(Vector256.Create(block, row) * Vector256.Create(scales, row))).CopyTo(values, row);
    }

    /// <summary>
    /// Writes the code for the symbol and the size of the value, then the bits of the value; for a negative value those of value − 1.
    /// </summary>
    private static void Write(JpegWriterCode code, int symbol, int value, JpegWriterBits bits)
    {
        var length = 32 - int.LeadingZeroCount(Math.Abs(value));
        var (prefix, prefixLength) = code[symbol | length];
        bits.Write(prefix << length | (uint)(value < 0 ? value - 1 : value) & ((1u << length) - 1), prefixLength + length);
    }

    /// <summary>Transforms the columns and transposes the block, so that the second call transforms the rows.</summary>
    private static void Transform(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var frequency = 0; frequency < 8; frequency++)
        {
            var sums = Vector256<float>.Zero;
            for (var row = 0; row < 8; row++)
                sums += Cosines[frequency * 8 + row] * Vector256.Create(from.Slice(row * 8, 8));
            for (var column = 0; column < 8; column++)
                to[column * 8 + frequency] = sums[column];
        }
    }
}
