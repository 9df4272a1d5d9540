using System.Buffers.Binary;

namespace SneakerCheck.Imaging;

/// <summary>Walks a file from marker to marker, in linear time (ITU-T T.81, Annex B).</summary>
internal ref struct JpegMarkers
{
    public const byte StartOfScan = 0xDA, EndOfImage = 0xD9, HuffmanTables = 0xC4, QuantisationTables = 0xDB, RestartInterval = 0xDD,
        Exif = 0xE1, Adobe = 0xEE, Jfif = 0xE0;

    private const byte StartOfImage = 0xD8;

    private readonly ReadOnlySpan<byte> file;

    /// <summary>Starts after the two bytes that begin every JPEG.</summary>
    /// <exception cref="JpegException">The bytes do not begin like a JPEG.</exception>
    public JpegMarkers(ReadOnlySpan<byte> file)
    {
        if (file.Length < 3 || file[0] != 0xFF || file[1] != StartOfImage || file[2] != 0xFF)
            throw new JpegException(JpegErrorKind.NotJpeg, "The bytes do not begin like a JPEG.");
        this.file = file;
        Position = 2;
    }

    /// <summary>The position of the next byte to read.</summary>
    public int Position { get; set; }

    /// <summary>
    /// Finds the next marker, skipping fill bytes, restart markers and entropy-coded data; false at the end of the bytes.
    /// </summary>
    public bool TryNext(out byte marker)
    {
        while (true)
        {
            var found = file[Position..].IndexOf((byte)0xFF);
            if (found < 0)
                break;
            Position += found;
            while (Position < file.Length && file[Position] == 0xFF)
                Position++;
            if (Position == file.Length)
                break;
            marker = file[Position++];
            if (marker is not 0 and not 1 and not (>= 0xD0 and < StartOfImage))
                return true;
        }

        Position = file.Length;
        marker = 0;
        return false;
    }

    /// <summary>The contents of the segment whose marker was just read.</summary>
    /// <exception cref="JpegException">The segment is truncated or has an invalid length.</exception>
    public ReadOnlySpan<byte> Segment()
    {
        if (file.Length - Position < 2)
            throw new JpegException(JpegErrorKind.Truncated, "The file ends within a segment.");
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[Position..]);
        if (length < 2)
            throw new JpegException(JpegErrorKind.Corrupt, "A segment has an invalid length.");
        if (file.Length - Position < length)
            throw new JpegException(JpegErrorKind.Truncated, "The file ends within a segment.");
        var segment = file.Slice(Position + 2, length - 2);
        Position += length;
        return segment;
    }

    /// <summary>Whether the marker starts a frame of any coding (SOF0 to SOF15).</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;
}
