using System.Buffers.Binary;

namespace SneakerCheck.Checks.Vision;

/// <summary>
/// Reads entropy-coded bits up to the next marker, dropping the zero that follows each FF. Behind the end come zero bits;
/// <see cref="Overran"/> tells whether any were used.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> file, int position)
{
    private readonly ReadOnlySpan<byte> file = file;
    private int padding;

    /// <summary>The next bits, the first of them highest, within the low <see cref="Available"/> bits.</summary>
    public ulong Buffer;

    /// <summary>How many bits <see cref="Buffer"/> holds.</summary>
    public int Available;

    /// <summary>The next byte not yet in <see cref="Buffer"/>; at the end of the data, its marker.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Whether bits were used that the file does not have.</summary>
    public readonly bool Overran => Available < padding;

    /// <summary>Ensures at least 32 bits.</summary>
    public void Refill()
    {
        if (Available >= 32)
            return;
        if (file.Length - Position >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32BigEndian(file[Position..]);
            // No byte is FF exactly when the complement has no zero byte.
            if (((~word - 0x01010101) & word & 0x80808080) == 0)
            {
                Buffer = Buffer << 32 | word;
                Available += 32;
                Position += 4;
                return;
            }
        }

        while (Available < 32)
            AppendByte();
    }

    /// <summary>The next bits, 0 to 16 of them.</summary>
    public int Take(int count)
    {
        Refill();
        Available -= count;
        return (int)(Buffer >> Available) & ((1 << count) - 1);
    }

    /// <summary>The symbol of the next code.</summary>
    /// <exception cref="JpegException">No such code exists and the data has not ended.</exception>
    public int Symbol(HuffmanTable table)
    {
        Refill();
        var entry = table.Single[(int)(Buffer >> (Available - HuffmanTable.Window)) & ((1 << HuffmanTable.Window) - 1)];
        if (entry != 0)
        {
            Available -= entry >> 8;
            return entry & 0xFF;
        }

        var (symbol, length) = table.Find((int)(Buffer >> (Available - 16)) & 0xFFFF);
        if (length == 0)
        {
            if (padding == 0)
                throw new JpegException(JpegFault.Corrupt, "The picture data holds a code that no table has.");
            Available = 0;
            return 0;
        }

        Available -= length;
        return symbol;
    }

    /// <summary>Goes on behind the next restart marker; false when the data ends or another marker comes first.</summary>
    public bool Restart(int number)
    {
        (Buffer, Available, padding) = (0, 0, 0);
        while (true)
        {
            var found = file[Position..].IndexOf((byte)0xFF);
            if (found < 0)
                return false;
            var next = Position + found;
            while (next < file.Length && file[next] == 0xFF)
                next++;
            if (next == file.Length)
                return false;
            if (file[next] == 0)
            {
                Position = next + 1;
                continue;
            }

            if (file[next] != 0xD0 + number)
                return false;
            Position = next + 1;
            return true;
        }
    }

    private void AppendByte()
    {
        var next = Position;
        if (next < file.Length && file[next] != 0xFF)
        {
            Buffer = Buffer << 8 | file[next];
            Position = next + 1;
        }
        else if (next + 1 < file.Length && file[next + 1] == 0)
        {
            Buffer = Buffer << 8 | 0xFF;
            Position = next + 2;
        }
        else
        {
            Buffer <<= 8;
            padding += 8;
        }

        Available += 8;
    }
}
