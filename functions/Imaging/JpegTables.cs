using System.Buffers.Binary;

namespace SneakerCheck.Imaging;

/// <summary>
/// The tables in force at a point of the file. Huffman tables are built only when a scan uses them, because a file can define far more
/// tables than it can have scans.
/// </summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] quantisations = new ushort[4][];
    private readonly byte[]?[] definitions = new byte[8][];
    private readonly HuffmanTable?[] codes = new HuffmanTable[8];

    /// <summary>The code for DC differences in the given slot.</summary>
    public HuffmanTable Dc(int slot) => Code(slot);

    /// <summary>The code for AC coefficients in the given slot.</summary>
    public HuffmanTable Ac(int slot) => Code(4 + slot);

    /// <summary>The 64 steps of the given slot, in zigzag order.</summary>
    public ushort[] Quantisation(int slot) => quantisations[slot] ?? throw Corrupt("A quantisation table is missing.");

    /// <summary>Reads a DQT segment.</summary>
    public void DefineQuantisations(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (wide, slot) = (segment[0] >> 4, segment[0] & 15);
            var size = wide == 0 ? 64 : 128;
            if (wide > 1 || slot > 3 || segment.Length < 1 + size)
                throw Corrupt("A quantisation table is invalid.");
            var steps = new ushort[64];
            for (var i = 0; i < 64; i++)
                steps[i] = wide == 0 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * i)..]);
            quantisations[slot] = steps;
            segment = segment[(1 + size)..];
        }
    }

    /// <summary>Reads a DHT segment.</summary>
    public void DefineCodes(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (kind, slot) = (segment[0] >> 4, segment[0] & 15);
            if (kind > 1 || slot > 3 || segment.Length < 17)
                throw Corrupt("A Huffman table is invalid.");
            var count = 0;
            foreach (var ofLength in segment[1..17])
                count += ofLength;
            if (count > 256 || segment.Length < 17 + count)
                throw Corrupt("A Huffman table is invalid.");
            foreach (var symbol in segment[17..(17 + count)])
            {
                // The symbols of a DC table are sizes in bits.
                if (kind == 0 && symbol > 15)
                    throw Corrupt("A Huffman table is invalid.");
            }

            definitions[4 * kind + slot] = segment[1..(17 + count)].ToArray();
            codes[4 * kind + slot] = null;
            segment = segment[(17 + count)..];
        }
    }

    private HuffmanTable Code(int index)
    {
        var definition = definitions[index] ?? throw Corrupt("A Huffman table is missing.");
        return codes[index] ??= new HuffmanTable(definition.AsSpan(0, 16), definition.AsSpan(16));
    }

    private static JpegException Corrupt(string message) => new(JpegErrorKind.Corrupt, message);
}
