using System.Buffers.Binary;

namespace SneakerCheck.Imaging.Metadata;

/// <summary>
/// JPEG: frames, tables, scans and restart markers are copied; of the application segments only JFIF without its thumbnail, the ICC
/// profile, and the colour transform of Adobe. Whatever lies between segments is dropped. A file that ends within a scan is copied
/// up to there, as viewers show it.
/// </summary>
internal sealed class JpegMetadataFilter : MetadataFilter
{
    private const byte StartOfImage = 0xD8, IccProfile = 0xE2, Temporary = 0x01;
    private const int Header = 4, JfifLength = 16, AdobeLength = 14;

    internal override async IAsyncEnumerable<ReadOnlyMemory<byte>> Filter(PictureBytes source)
    {
        await source.Require(2);
        yield return source.Take(2);
        var hasScan = false;
        while (await NextMarker(source) is { } marker)
        {
            if (marker == JpegMarkers.EndOfImage)
            {
                yield return source.Take(2);
                yield break;
            }
            if (marker == StartOfImage)
                break;
            if (IsAlone(marker))
            {
                source.Take(2);
                continue;
            }
            if (marker < 0xC0)
                throw PictureException.Corrupt("The JPEG has a marker that is reserved.");
            if (!await source.Fill(Header))
                break;
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(source.Buffered.Span[2..]);
            if (length < Header)
                throw PictureException.Corrupt("A JPEG segment has an invalid length.");
            if (!await source.Fill(length))
                break;
            var kept = Reduce(source.Buffered.Span[..length], marker, hasScan);
            if (kept > 0)
                yield return source.Buffered[..kept];
            source.Take(length);
            if (marker != JpegMarkers.StartOfScan)
                continue;
            hasScan = true;
            await foreach (var piece in Scan(source))
                yield return piece;
        }

        if (!hasScan)
            throw PictureException.Truncated();
    }

    // Moves to the next marker, past anything else; null at the end.
    private static async ValueTask<byte?> NextMarker(PictureBytes source)
    {
        while (await source.Fill(2))
        {
            var bytes = source.Buffered.Span;
            var start = bytes.IndexOf((byte)0xFF);
            if (start < 0)
                source.Take(bytes.Length);
            else if (start > 0)
                source.Take(start);
            else if (bytes[1] is 0 or 0xFF)
                source.Take(1);
            else
                return bytes[1];
        }
        return null;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Scan(PictureBytes source)
    {
        while (await source.Fill(1))
        {
            var data = ScanData(source.Buffered.Span);
            if (data > 0)
                yield return source.Take(data);
            else if (!await source.Fill(2))
                yield break;
            else if (source.Buffered.Span[1] == 0xFF)
                source.Take(1);
            else if (ScanData(source.Buffered.Span) == 0)
                yield break;
        }
    }

    // How many of the bytes certainly are data of a scan. A stuffed byte and a restart marker belong to it, another marker ends it.
    private static int ScanData(ReadOnlySpan<byte> bytes)
    {
        for (var position = 0; ;)
        {
            var start = bytes[position..].IndexOf((byte)0xFF);
            if (start < 0)
                return bytes.Length;
            position += start;
            if (position + 1 >= bytes.Length || !(bytes[position + 1] == 0 || IsRestart(bytes[position + 1])))
                return position;
            position += 2;
        }
    }

    // Cuts a segment down to what is copied and returns that length; 0 for none.
    private int Reduce(Span<byte> segment, byte marker, bool hasScan)
    {
        var payload = segment[Header..];
        switch (marker)
        {
            case JpegMarkers.Jfif when payload.StartsWith("JFIF\0"u8) && segment.Length >= 2 + JfifLength:
                // The last two bytes are the sides of a thumbnail.
                payload[(JfifLength - 4)..(JfifLength - 2)].Clear();
                return Shorten(segment, JfifLength);
            case JpegMarkers.Adobe when payload.StartsWith("Adobe"u8) && segment.Length >= 2 + AdobeLength:
                return Shorten(segment, AdobeLength);
            case IccProfile when payload.StartsWith("ICC_PROFILE\0"u8):
                return segment.Length;
            case JpegMarkers.Exif when !hasScan && ExifFacts.IsExif(payload):
                TakeExif(payload);
                return 0;
            default:
                return marker < 0xE0 ? segment.Length : 0;
        }
    }

    private static int Shorten(Span<byte> segment, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], (ushort)length);
        return 2 + length;
    }

    private static bool IsAlone(byte marker) => marker == Temporary || IsRestart(marker);

    private static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;
}
