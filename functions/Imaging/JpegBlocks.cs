using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SneakerCheck.Imaging;

/// <summary>A component of a scan.</summary>
internal sealed class JpegScanPart(JpegComponent component, int dcSelector, int acSelector)
{
    public JpegComponent Component => component;

    public int DcSelector => dcSelector;

    public int AcSelector => acSelector;

    /// <summary>The code of the DC differences; null in a refining scan.</summary>
    public HuffmanTable? Dc { get; set; }

    /// <summary>The code of the AC coefficients that follow each DC coefficient; null in progressive files.</summary>
    public HuffmanTable? Ac { get; set; }

    /// <summary>The DC coefficient of the previous block.</summary>
    public int Prediction { get; set; }

    /// <summary>Number of following blocks that are empty in this scan; only in AC scans of progressive files.</summary>
    public int EmptyBlocks { get; set; }

    /// <summary>Resets the state, as a restart marker requires.</summary>
    public void Restart() => (Prediction, EmptyBlocks) = (0, 0);
}

/// <summary>One block of the MCUs of a scan, with what the inner loop needs to read it.</summary>
internal readonly struct JpegUnitBlock(JpegScanPart part, int start, int step, int rowStep)
{
    public readonly JpegScanPart Part = part;
    public readonly short[] Dc = part.Component.Dc;
    public readonly short[]? AcBits = part.Component.AcBits;
    public readonly ushort[]? Differences = part.Dc?.Differences;
    public readonly ushort[]? Skips = part.Ac?.Skips;

    /// <summary>Its index among the blocks of the component.</summary>
    public int At(int row, int column) => start + row * rowStep + column * step;
}

/// <summary>
/// Reads the blocks of a scan (ITU-T T.81, F.2.2 and G.1.2.1): DC coefficients are kept, the bits of AC coefficients only counted.
/// </summary>
internal static class JpegBlocks
{
    // A block ends at place 64, or by its end symbol at one of the places 1 to 63.
    private const int Places = 64, FirstEnded = HuffmanTable.EndOfBlock + 1;

    /// <summary>
    /// Reads the MCUs of a row from column <paramref name="from"/> up to, but not including, <paramref name="to"/>. Returns false if the
    /// data ends before.
    /// </summary>
    /// <exception cref="JpegException">The data violates the format.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Read(ref BitReader reader, JpegUnitBlock[] unit, int row, int from, int to, int shift)
    {
        // Locals, because the reader's fields would not be kept in registers.
        var window = reader.Window;
        var (buffer, count, position, limit) = (reader.Buffer, reader.Count, reader.Position, reader.Limit);
        for (var column = from; column < to; column++)
        {
            if (position > limit)
            {
                (reader.Buffer, reader.Count, reader.Position) = (buffer, count, position);
                if (!reader.Advance())
                    return false;
                (position, limit) = (reader.Position, reader.Limit);
            }

            for (var i = 0; i < unit.Length; i++)
            {
                ref readonly var block = ref unit[i];
                var part = block.Part;
                var at = block.At(row, column);
                buffer |= BinaryPrimitives.ReadUInt64BigEndian(window[position..]) >> count;
                position += (63 - count) >> 3;
                count |= 56;
                int entry = block.Differences![(int)(buffer >> (64 - HuffmanTable.DifferenceWindow))];
                if (entry == 0)
                {
                    entry = part.Dc!.Difference(buffer);
                    if (entry == 0)
                        return Fail(ref reader, count, position, "The picture data holds a code that no table has.");
                }

                var (length, size) = (entry & 0xFF, entry >> 8);
                var value = buffer << (length - size);
                // A first bit of zero means a negative difference (T.81, F.2.2.1).
                part.Prediction += (int)(value >> 1 >> (63 - size)) - ((int)((long)~value >> 63) & ((1 << size) - 1));
                block.Dc[at] = (short)(part.Prediction << shift);
                buffer <<= length;
                count -= length;
                if (block.Skips is not { } skips)
                    continue;

                var (start, place) = (8 * position - count, 1);
                // One refill suffices for a short DC code and the longest AC code.
                if (count < 32)
                {
                    buffer |= BinaryPrimitives.ReadUInt64BigEndian(window[position..]) >> count;
                    position += (63 - count) >> 3;
                    count |= 56;
                }

                while (true)
                {
                    entry = skips[(int)(buffer >> (64 - HuffmanTable.SkipWindow))];
                    var next = place + (entry >> HuffmanTable.PlaceShift);
                    if (next > Places && (uint)(next - FirstEnded) >= Places - 1)
                    {
                        // A single symbol: its code is long, or the window extends beyond this block.
                        entry = part.Ac!.Skip(buffer);
                        next = place + (entry >> HuffmanTable.PlaceShift);
                        if (next > Places && (uint)(next - FirstEnded) >= Places - 1)
                            return Fail(ref reader, count, position, "A block holds what no block can.");
                    }

                    buffer <<= entry;
                    count -= entry & 63;
                    place = next;
                    if (place >= Places)
                        break;
                    buffer |= BinaryPrimitives.ReadUInt64BigEndian(window[position..]) >> count;
                    position += (63 - count) >> 3;
                    count |= 56;
                }

                if (block.AcBits is { } bits)
                    bits[at] = (short)(8 * position - count - start);
            }
        }

        (reader.Buffer, reader.Count, reader.Position) = (buffer, count, position);
        return true;
    }

    /// <summary>Reads one more bit of the DC coefficient of each block; otherwise as <see cref="Read"/>.</summary>
    public static bool Refine(ref BitReader reader, JpegUnitBlock[] unit, int row, int from, int to, int shift)
    {
        for (var column = from; column < to; column++)
        {
            if (reader.Position > reader.Limit && !reader.Advance())
                return false;
            reader.Refill();
            for (var i = 0; i < unit.Length; i++)
            {
                ref readonly var block = ref unit[i];
                block.Dc[block.At(row, column)] |= (short)(reader.Buffer >> 63 << shift);
                reader.Buffer <<= 1;
                reader.Count--;
            }
        }

        return true;
    }

    /// <summary>
    /// Counts the bits of each block in the scan of a progressive file that holds the first bits of the AC coefficients from
    /// <paramref name="first"/> on (T.81, G.1.2.2); otherwise as <see cref="Read"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Count(ref BitReader reader, JpegUnitBlock block, int row, int from, int to, int first)
    {
        var window = reader.Window;
        var (buffer, count, position, limit) = (reader.Buffer, reader.Count, reader.Position, reader.Limit);
        var (part, skips, bits) = (block.Part, block.Skips!, block.AcBits!);
        for (var column = from; column < to; column++)
        {
            if (part.EmptyBlocks > 0)
            {
                part.EmptyBlocks--;
                continue;
            }

            if (position > limit)
            {
                (reader.Buffer, reader.Count, reader.Position) = (buffer, count, position);
                if (!reader.Advance())
                    return false;
                (position, limit) = (reader.Position, reader.Limit);
            }

            var (start, place) = (8 * position - count, first);
            while (place < Places)
            {
                buffer |= BinaryPrimitives.ReadUInt64BigEndian(window[position..]) >> count;
                position += (63 - count) >> 3;
                count |= 56;
                int entry = skips[(int)(buffer >> (64 - HuffmanTable.SkipWindow))];
                var next = place + (entry >> HuffmanTable.PlaceShift);
                if (next > Places && (uint)(next - FirstEnded) >= Places - 1)
                {
                    // A single symbol, as above, or one that ends a run of blocks.
                    var (symbol, length) = part.Ac!.Find(buffer);
                    var (zeros, size) = (symbol >> 4, symbol & 15);
                    next = place + zeros + 1;
                    if (size == 0 && zeros < 15)
                    {
                        part.EmptyBlocks = (1 << zeros) - 1 + (int)(buffer << length >> 1 >> (63 - zeros));
                        (next, size) = (Places, zeros);
                    }

                    if (length == 0 || next > Places)
                        return Fail(ref reader, count, position, "A block holds what no block can.");
                    entry = length + size;
                }

                buffer <<= entry;
                count -= entry & 63;
                place = next;
            }

            bits[block.At(row, column)] = (short)(8 * position - count - start);
        }

        (reader.Buffer, reader.Count, reader.Position) = (buffer, count, position);
        return true;
    }

    // Invalid data at the end of the file means that the file is truncated, not corrupt.
    private static bool Fail(ref BitReader reader, int count, int position, string message)
    {
        (reader.Count, reader.Position) = (count, position);
        return reader.IsNearEnd ? false : throw new JpegException(JpegErrorKind.Corrupt, message);
    }
}
