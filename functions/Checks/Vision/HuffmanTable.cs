namespace SneakerCheck.Checks.Vision;

/// <summary>
/// A Huffman code (ITU-T T.81, Annex C) with two look-ups by the next <see cref="Window"/> bits: one for single symbols,
/// one that skips as many AC coefficients as the window shows.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Bits that index the look-ups.</summary>
    public const int Window = 12;

    /// <summary>Set in an entry of <see cref="SkipTable"/> whose last symbol ends the block.</summary>
    public const uint EndOfBlock = 0x8000_0000;

    private readonly byte[] symbols;
    private readonly int[] firstCode = new int[17];
    private readonly int[] firstIndex = new int[18];
    private readonly ushort[] single = new ushort[1 << Window];

    /// <param name="counts">How many codes there are of each length, 1 to 16.</param>
    /// <param name="symbols">The symbols in order of their codes.</param>
    /// <exception cref="JpegException">There are more codes than such lengths allow.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            firstCode[length] = code;
            firstIndex[length] = index;
            var count = counts[length - 1];
            if (code + count > 1 << length)
                throw new JpegException(JpegFault.Corrupt, "A Huffman table has too many codes.");
            if (length <= Window)
            {
                for (var i = 0; i < count; i++)
                    single.AsSpan((code + i) << (Window - length), 1 << (Window - length)).Fill((ushort)(length << 8 | symbols[index + i]));
            }

            code += count;
            index += count;
        }

        firstIndex[17] = index;
    }

    /// <summary>Code length × 256 + symbol for each window; 0 where the code is longer than the window or does not exist.</summary>
    public ReadOnlySpan<ushort> Single => single;

    /// <summary>
    /// For each window, the whole run of AC coefficients whose codes it holds: bits to skip (low 8, extra bits included, at
    /// most 27), places to advance (next 16), and <see cref="EndOfBlock"/>. 0 where not even one code fits.
    /// </summary>
    public uint[] SkipTable => field ??= BuildSkipTable();

    /// <summary>The symbol and its code's length for the next sixteen bits, of any code; length 0 when there is none.</summary>
    public (int Symbol, int Length) Find(int sixteenBits)
    {
        for (var length = 1; length <= 16; length++)
        {
            var offset = (sixteenBits >> (16 - length)) - firstCode[length];
            if (offset < firstIndex[length + 1] - firstIndex[length])
                return (symbols[firstIndex[length] + offset], length);
        }

        return (0, 0);
    }

    /// <summary>Whether an AC symbol ends its block: no size, and not the run of sixteen zeros.</summary>
    public static bool IsEndOfBlock(int symbol) => (symbol & 15) == 0 && symbol != 0xF0;

    private uint[] BuildSkipTable()
    {
        var table = new uint[1 << Window];
        for (var window = 0; window < table.Length; window++)
        {
            var (bits, advance, end) = (0, 0, false);
            while (bits < Window && !end)
            {
                var entry = single[(window << bits) & (table.Length - 1)];
                var length = entry >> 8;
                if (length == 0 || bits + length > Window)
                    break;
                bits += length + (entry & 15);
                end = IsEndOfBlock(entry & 0xFF);
                advance += end ? 0 : ((entry >> 4) & 15) + 1;
            }

            table[window] = (uint)bits | (uint)advance << 8 | (end ? EndOfBlock : 0);
        }

        return table;
    }
}
