using System.Buffers;
using System.Buffers.Binary;

namespace SneakerCheck.Imaging;

/// <summary>
/// The entropy-coded bits of a scan, one segment between markers at a time. A window holds the next bytes without the zero that is
/// stuffed after each FF, so that eight bytes can be loaded at once at any position. Zero bits follow the end of a segment;
/// <see cref="Overran"/> shows whether any of them were used.
/// </summary>
/// <remarks>
/// The fields are public because the inner loop keeps them in locals. At most one MCU may be read between two calls of
/// <see cref="Advance"/>.
/// </remarks>
internal ref struct BitReader : IDisposable
{
    // Ten blocks of 64 codes of at most 16 bits, each with at most 15 extra bits, plus the eight bytes that a refill reads.
    private const int LongestUnit = 10 * 64 * 31 / 8 + 8, Stretch = 1 << 15;

    private readonly ReadOnlySpan<byte> file;
    private readonly byte[] window = ArrayPool<byte>.Shared.Rent(Stretch + 2 * LongestUnit);
    private int end;
    private bool endsAtMarker;

    public BitReader(ReadOnlySpan<byte> file, int position)
    {
        this.file = file;
        FilePosition = position;
        Fill();
    }

    /// <summary>The next bits, the first of them highest.</summary>
    public ulong Buffer;

    /// <summary>Number of valid bits of <see cref="Buffer"/>; the lower ones are either correct or zero.</summary>
    public int Count;

    /// <summary>Position in <see cref="Window"/> of the bits after the valid ones.</summary>
    public int Position;

    /// <summary>Beyond this <see cref="Position"/>, <see cref="Advance"/> must be called before the next MCU.</summary>
    public int Limit;

    /// <summary>The bytes that <see cref="Position"/> refers to.</summary>
    public readonly ReadOnlySpan<byte> Window => window;

    /// <summary>The position in the file of the first byte not yet in the window; at the end of a segment, of the marker.</summary>
    public int FilePosition { get; private set; }

    /// <summary>Whether bits beyond the end of the segment were used.</summary>
    public readonly bool Overran => endsAtMarker && 8 * Position - Count > 8 * end;

    /// <summary>Whether fewer bits are left than the longest code has, so that a code may be truncated.</summary>
    public readonly bool IsNearEnd => endsAtMarker && 8 * Position - Count + 16 > 8 * end;

    /// <summary>Ensures at least 56 valid bits.</summary>
    public void Refill()
    {
        Buffer |= BinaryPrimitives.ReadUInt64BigEndian(window.AsSpan(Position)) >> Count;
        Position += (63 - Count) >> 3;
        Count |= 56;
    }

    /// <summary>Loads the next MCU into the window; false if the data ends before it.</summary>
    public bool Advance()
    {
        if (endsAtMarker)
            return !Overran;
        window.AsSpan(Position, end - Position).CopyTo(window);
        end -= Position;
        Position = 0;
        Fill();
        return true;
    }

    /// <summary>Continues after the next restart marker; false if the data ends or another marker comes first.</summary>
    public bool Restart(int number)
    {
        (Buffer, Count, Position, end) = (0, 0, 0, 0);
        while (true)
        {
            var found = file[FilePosition..].IndexOf((byte)0xFF);
            if (found < 0)
                return false;
            var next = FilePosition + found;
            while (next < file.Length && file[next] == 0xFF)
                next++;
            if (next == file.Length || (file[next] != 0 && file[next] != 0xD0 + number))
                return false;
            FilePosition = next + 1;
            if (file[next] == 0)
                continue;
            Fill();
            return true;
        }
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(window);

    private void Fill()
    {
        endsAtMarker = false;
        while (end < Stretch && !endsAtMarker)
        {
            var ahead = file.Slice(FilePosition, Math.Min(Stretch - end, file.Length - FilePosition));
            var plain = ahead.IndexOf((byte)0xFF);
            if (plain < 0)
                plain = ahead.Length;
            ahead[..plain].CopyTo(window.AsSpan(end));
            end += plain;
            FilePosition += plain;
            if (FilePosition + 1 < file.Length && file[FilePosition] == 0xFF && file[FilePosition + 1] == 0)
            {
                window[end++] = 0xFF;
                FilePosition += 2;
            }
            else
            {
                endsAtMarker = end < Stretch;
            }
        }

        if (endsAtMarker)
            window.AsSpan(end, 2 * LongestUnit).Clear();
        Limit = endsAtMarker ? end : end - LongestUnit;
    }
}
