namespace SneakerCheck.Imaging;

/// <summary>
/// A Huffman code (ITU-T T.81, Annex C) with two look-up tables indexed by the next bits: one for DC differences, and one that skips
/// all AC coefficients within its window at once.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Bits that index <see cref="Skips"/> and <see cref="Differences"/>.</summary>
    public const int SkipWindow = 12, DifferenceWindow = 10;

    /// <summary>Shift of the places in an entry of <see cref="Skips"/>; the bits are below it.</summary>
    public const int PlaceShift = 6;

    /// <summary>Places added by the symbol that ends a block, and where no code fits the window: more than a block has.</summary>
    public const int EndOfBlock = 128, NoCode = 256;

    private readonly byte[] symbols;
    private readonly int[] firstCode = new int[17];
    private readonly int[] firstIndex = new int[18];

    // Code length × 256 + symbol for each window; 0 if the code is longer than the window or does not exist.
    private readonly ushort[] single = new ushort[1 << SkipWindow];

    /// <param name="counts">Number of codes of each length, 1 to 16.</param>
    /// <param name="symbols">The symbols in order of their codes.</param>
    /// <exception cref="JpegException">There are more codes than these lengths allow.</exception>
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
                throw new JpegException(JpegErrorKind.Corrupt, "A Huffman table has too many codes.");
            if (length <= SkipWindow)
            {
                var widthBits = SkipWindow - length;
                for (var i = code << widthBits; i < code + count << widthBits; i++)
                    single[i] = (ushort)(length << 8 | symbols[index + (i >> widthBits) - code]);
            }

            code += count;
            index += count;
        }

        firstIndex[17] = index;
    }

    /// <summary>
    /// For each window, the run of AC coefficients whose codes it holds. The low six bits are the number of bits to skip (at most 27),
    /// including the last extra bits even if they overrun the window. Above them are the places to advance (at most 63), plus
    /// <see cref="EndOfBlock"/> or <see cref="NoCode"/>.
    /// </summary>
    public ushort[] Skips => field ??= BuildSkips();

    /// <summary>
    /// For each window, a DC difference: bits of code and value together in the low eight (at most 25), bits of value above;
    /// 0 if the code is longer than the window or does not exist.
    /// </summary>
    public ushort[] Differences => field ??= BuildDifferences();

    /// <summary>The entry, as in <see cref="Differences"/>, of a code of any length; 0 if there is none.</summary>
    public int Difference(ulong buffer)
    {
        var (symbol, length) = Find(buffer);
        return length == 0 ? 0 : DifferenceEntry(symbol, length);
    }

    /// <summary>The entry, as in <see cref="Skips"/>, of a single symbol with a code of any length.</summary>
    public int Skip(ulong buffer)
    {
        var (symbol, length) = Find(buffer);
        return length == 0 ? NoCode << PlaceShift : length + (symbol & 15) | Places(symbol) << PlaceShift;
    }

    /// <summary>The next symbol and the length of its code; length 0 if there is none.</summary>
    public (int Symbol, int Length) Find(ulong buffer)
    {
        var entry = single[(int)(buffer >> (64 - SkipWindow))];
        if (entry != 0)
            return (entry & 0xFF, entry >> 8);
        for (var length = SkipWindow + 1; length <= 16; length++)
        {
            var offset = (int)(buffer >> (64 - length)) - firstCode[length];
            if (offset < firstIndex[length + 1] - firstIndex[length])
                return (symbols[firstIndex[length] + offset], length);
        }

        return (0, 0);
    }

    private static int DifferenceEntry(int symbol, int length) => length + symbol | symbol << 8;

    // In a progressive file this symbol ends several blocks at once. In other files it is invalid; there it ends its own block.
    private static bool EndsRun(int symbol) => (symbol & 15) == 0 && symbol is not 0 and not 0xF0;

    private static int Places(int symbol) => (symbol & 15) == 0 && symbol != 0xF0 ? EndOfBlock : (symbol >> 4) + 1;

    private ushort[] BuildDifferences()
    {
        var table = new ushort[1 << DifferenceWindow];
        for (var window = 0; window < table.Length; window++)
        {
            var entry = single[window << (SkipWindow - DifferenceWindow)];
            if (entry >> 8 is > 0 and <= DifferenceWindow)
                table[window] = (ushort)DifferenceEntry(entry & 0xFF, entry >> 8);
        }

        return table;
    }

    private ushort[] BuildSkips()
    {
        var table = new ushort[1 << SkipWindow];
        for (var window = 0; window < table.Length; window++)
        {
            var (bits, places) = (0, 0);
            while (bits < SkipWindow && places < EndOfBlock)
            {
                var entry = single[(window << bits) & (table.Length - 1)];
                var (length, more) = (entry >> 8, Places(entry & 0xFF));
                if (length == 0 || EndsRun(entry & 0xFF) || bits + length > SkipWindow || (more < EndOfBlock && places + more > 63))
                    break;
                bits += length + (entry & 15);
                places += more;
            }

            table[window] = (ushort)(bits | (bits == 0 ? NoCode : places) << PlaceShift);
        }

        return table;
    }
}
