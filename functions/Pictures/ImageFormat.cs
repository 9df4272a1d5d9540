using System.Buffers.Binary;

namespace SneakerCheck.Pictures;

/// <summary>Detects the format of an image by its first bytes.</summary>
public static class ImageFormat
{
    public const string Jpeg = "image/jpeg";

    /// <summary>Number of bytes that detection needs.</summary>
    public const int PrefixLength = 18;

    /// <summary>
    /// The media type; null if the feed does not take it: formats that browsers do not show or whose metadata cannot be removed, and
    /// SVG, which can hold scripts.
    /// </summary>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        // Two letters are too few to identify a BMP, so the header length, which has few valid values, is checked as well.
        [(byte)'B', (byte)'M', ..] when start.Length >= 18
            && BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124 => "image/bmp",
        _ => null,
    };
}
