using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SneakerCheck.Imaging;

/// <summary>
/// The facts of an EXIF segment that a check uses. They are claims of the file, not evidence. Missing or malformed values are null;
/// reading never fails. Written by hand: README.md, Decisions.
/// </summary>
public sealed record ExifFacts
{
    private const int MaxEntries = 256, MaxText = 256;

    /// <summary>How to turn the picture for display.</summary>
    public Orientation Orientation { get; init; } = Orientation.Normal;

    /// <summary>Maker of the camera.</summary>
    public string? Make { get; init; }

    /// <summary>Model of the camera.</summary>
    public string? Model { get; init; }

    /// <summary>The program that last wrote the file.</summary>
    public string? Software { get; init; }

    /// <summary>When the photo was taken, by the camera's clock; the time zone is unknown.</summary>
    public DateTime? DateTimeOriginal { get; init; }

    /// <summary>Whether an APP1 segment holds EXIF; APP1 is also used for other data.</summary>
    internal static bool IsExif(ReadOnlySpan<byte> segment) => segment.StartsWith("Exif\0"u8) && segment.Length >= 14;

    /// <summary>Reads an EXIF segment: six bytes of identifier, then a TIFF file (CIPA DC-008).</summary>
    internal static ExifFacts Parse(ReadOnlySpan<byte> segment) => ParseTiff(segment[6..]);

    /// <summary>Reads the TIFF file of an EXIF block, of at least eight bytes.</summary>
    internal static ExifFacts ParseTiff(ReadOnlySpan<byte> tiff)
    {
        var littleEndian = tiff.StartsWith("II"u8);
        if (!littleEndian && !tiff.StartsWith("MM"u8))
            return new ExifFacts();
        var facts = new ExifFacts();
        var details = 0u;
        foreach (var (tag, entry) in Entries(tiff, UInt32(tiff[4..], littleEndian), littleEndian))
        {
            var value = tiff.Slice(entry, 12);
            switch (tag)
            {
                case 0x0112 when UInt16(value[8..], littleEndian) is >= 1 and <= 8 and var orientation:
                    facts = facts with { Orientation = (Orientation)orientation };
                    break;
                case 0x010F:
                    facts = facts with { Make = Text(tiff, value, littleEndian) };
                    break;
                case 0x0110:
                    facts = facts with { Model = Text(tiff, value, littleEndian) };
                    break;
                case 0x0131:
                    facts = facts with { Software = Text(tiff, value, littleEndian) };
                    break;
                case 0x8769:
                    details = UInt32(value[8..], littleEndian);
                    break;
            }
        }

        foreach (var (tag, entry) in details == 0 ? [] : Entries(tiff, details, littleEndian))
        {
            if (tag == 0x9003)
                facts = facts with { DateTimeOriginal = Time(Text(tiff, tiff.Slice(entry, 12), littleEndian)) };
        }

        return facts;
    }

    /// <summary>Tag and position of each entry of the directory at an offset; stops at the end of the bytes.</summary>
    private static List<(int Tag, int Offset)> Entries(ReadOnlySpan<byte> tiff, uint directory, bool littleEndian)
    {
        var entries = new List<(int, int)>();
        if (directory > tiff.Length - 2)
            return entries;
        var count = Math.Min(UInt16(tiff[(int)directory..], littleEndian), MaxEntries);
        for (var (i, at) = (0, (int)directory + 2); i < count && at + 12 <= tiff.Length; i++, at += 12)
            entries.Add((UInt16(tiff[at..], littleEndian), at));
        return entries;
    }

    private static string? Text(ReadOnlySpan<byte> tiff, ReadOnlySpan<byte> entry, bool littleEndian)
    {
        var length = UInt32(entry[4..], littleEndian);
        if (UInt16(entry[2..], littleEndian) != 2 || length is 0 or > MaxText)
            return null;
        var offset = UInt32(entry[8..], littleEndian);
        if (length > 4 && (offset > tiff.Length || length > tiff.Length - offset))
            return null;
        var bytes = length <= 4 ? entry.Slice(8, (int)length) : tiff.Slice((int)offset, (int)length);
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        var clean = string.Concat(text.Where(letter => !char.IsControl(letter) && letter != '\uFFFD')).Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static DateTime? Time(string? text) =>
        DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static int UInt16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
