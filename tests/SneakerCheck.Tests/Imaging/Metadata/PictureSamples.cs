using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace SneakerCheck.Tests.Imaging.Metadata;

/// <summary>Pictures without metadata, the same with metadata in every place that their format has, and what gives it away.</summary>
internal static class PictureSamples
{
    /// <summary>Stands in all metadata of the samples.</summary>
    public const string Place = "48.8583N,2.2945E";

    private static readonly byte[] PlaceBytes = Encoding.ASCII.GetBytes(Place);

    /// <summary>An animated GIF: two images, each with its timing, and a loop count.</summary>
    public static byte[] Gif { get; } = Convert.FromHexString(
        "474946383961" + "0200020080" + "0000" + "FF0000" + "0000FF"
        + "21FF0B" + "4E45545343415045322E30" + "0301000000"
        + "21F9040005000000" + "2C0000000002000200" + "00" + "02" + "02" + "8451" + "00"
        + "21F9040005000000" + "2C0000000002000200" + "00" + "02" + "02" + "8C53" + "00"
        + "3B");

    /// <summary>A BMP of 2 × 2 pixels, 24 bits each.</summary>
    public static byte[] Bmp { get; } = Convert.FromHexString(
        "424D46000000000000003600000028000000020000000200000001001800000000001000000000000000000000000000000000000000"
        + "0000FF00FF000000" + "FF0000FFFFFF0000");

    public static bool ShowsThePlace(byte[] picture) =>
        picture.AsSpan().IndexOf(PlaceBytes) >= 0 || picture.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Place)) >= 0;

    /// <summary>A picture of soft colours, encoded by Skia.</summary>
    public static byte[] Encoded(SKEncodedImageFormat format, int width = 40, int height = 24)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(255 * x / width), (byte)(255 * y / height), (byte)(x * y)));
        }
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>An EXIF block with an orientation, and a GPS directory that tells the place.</summary>
    public static byte[] Exif(int orientation = 1)
    {
        var tiff = new byte[100];
        "MM\0*"u8.CopyTo(tiff);
        BinaryPrimitives.WriteInt32BigEndian(tiff.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16BigEndian(tiff.AsSpan(8), 2);
        Entry(tiff.AsSpan(10), 0x0112, 3, 1, orientation << 16);
        Entry(tiff.AsSpan(22), 0x8825, 4, 1, 40);
        BinaryPrimitives.WriteInt16BigEndian(tiff.AsSpan(40), 1);
        Entry(tiff.AsSpan(42), 0x001B, 7, PlaceBytes.Length, 60);
        PlaceBytes.CopyTo(tiff, 60);
        return tiff;

        static void Entry(Span<byte> entry, int tag, int type, int count, int value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteInt16BigEndian(entry[2..], (short)type);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], count);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], value);
        }
    }

    /// <summary>The JPEG with the segments of EXIF as a camera writes it.</summary>
    public static byte[] JpegWithExif(byte[] jpeg, int orientation = 1) =>
        [.. jpeg[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(orientation)]), .. jpeg[2..]];

    /// <summary>The JPEG with each kind of metadata between all segments, also between scans, and another picture behind its end.</summary>
    public static byte[] JpegWithEverything(byte[] jpeg)
    {
        byte[][] metadata =
        [
            Segment(0xE1, [.. "Exif\0\0"u8, .. Exif()]),
            Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. PlaceBytes]),
            Segment(0xE1, [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. PlaceBytes]),
            Segment(0xE0, [.. "JFXX\0"u8, .. PlaceBytes]),
            Segment(0xE2, [.. "MPF\0"u8, .. PlaceBytes]),
            Segment(0xE4, PlaceBytes),
            Segment(0xED, [.. "Photoshop 3.0\0"u8, .. PlaceBytes]),
            Segment(0xEF, PlaceBytes),
            Segment(0xF0, PlaceBytes),
            Segment(0xFE, PlaceBytes),
            PlaceBytes,
        ];
        var all = metadata.SelectMany(block => block).ToArray();
        return [.. jpeg[..2], .. JpegBoundaries(jpeg).SelectMany(range => all.Concat(jpeg[range])), .. JpegWithExif(jpeg), .. PlaceBytes];
    }

    public static byte[] PngWithEverything(byte[] png)
    {
        var all = new[]
        {
            TestPng.Chunk("eXIf", Exif()),
            TestPng.Chunk("tEXt", [.. "Comment\0"u8, .. PlaceBytes]),
            TestPng.Chunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. PlaceBytes]),
            TestPng.Chunk("zTXt", [.. "Comment\0\0"u8, .. PlaceBytes]),
            TestPng.Chunk("tIME", [7, 0xE9, 11, 25, 12, 0, 0]),
            TestPng.Chunk("prVt", PlaceBytes),
        }.SelectMany(chunk => chunk).ToArray();
        int[] boundaries = [.. TestPng.Boundaries(png), png.Length];
        var chunks = boundaries.Zip(boundaries.Skip(1), (start, end) => all.Concat(png[start..end]));
        return [.. png[..33], .. chunks.SelectMany(chunk => chunk), .. png, .. PlaceBytes];
    }

    public static byte[] GifWithEverything(byte[] gif)
    {
        byte[] all =
        [
            0x21, 0xFE, (byte)PlaceBytes.Length, .. PlaceBytes, 0,
            0x21, 0xFF, 11, .. "XMP DataXMP"u8, (byte)PlaceBytes.Length, .. PlaceBytes, 0,
            0x21, 0x01, 12, .. new byte[12], (byte)PlaceBytes.Length, .. PlaceBytes, 0,
        ];
        int[] boundaries = [19, 38, 46, 61, 69, 84, gif.Length];
        var blocks = boundaries.Zip(boundaries.Skip(1), (start, end) => all.Concat(gif[start..end]));
        return [.. gif[..19], .. blocks.SelectMany(block => block), .. PlaceBytes];
    }

    public static byte[] BmpWithEverything(byte[] bmp)
    {
        byte[] file = [.. bmp[..54], .. PlaceBytes, .. bmp[54..], .. PlaceBytes];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + PlaceBytes.Length);
        PlaceBytes.AsSpan(0, 4).CopyTo(file.AsSpan(6));
        return file;
    }

    /// <summary>The WebP in its extended form, with metadata before and after its pixels.</summary>
    public static byte[] WebpWithEverything(byte[] webp, int width, int height, int orientation = 1)
    {
        byte[] sides = [(byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0];
        byte[] body =
        [
            .. "WEBP"u8, .. RiffChunk("VP8X", [0x08 | 0x04, 0, 0, 0, .. sides]), .. RiffChunk("XMP ", PlaceBytes), .. webp[12..],
            .. RiffChunk("EXIF", Exif(orientation)), .. RiffChunk("XMP ", PlaceBytes), .. RiffChunk("priv", PlaceBytes[..15]),
        ];
        return [.. "RIFF"u8, .. LittleEndian(body.Length), .. body, .. PlaceBytes];
    }

    public static byte[] RiffChunk(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. LittleEndian(data.Length), .. data, .. new byte[data.Length % 2]];

    public static byte[] Segment(byte marker, byte[] payload) =>
        [0xFF, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];

    // From the first segment on; a scan's data belongs to its segment.
    private static IEnumerable<Range> JpegBoundaries(byte[] jpeg)
    {
        for (var start = 2; start < jpeg.Length;)
        {
            var end = jpeg[start + 1] == 0xD9 ? jpeg.Length : start + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(start + 2));
            if (jpeg[start + 1] == 0xDA)
            {
                while (jpeg[end] != 0xFF || jpeg[end + 1] is 0 or (>= 0xD0 and <= 0xD7))
                    end++;
            }
            yield return start..end;
            start = end;
        }
    }

    private static byte[] LittleEndian(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
