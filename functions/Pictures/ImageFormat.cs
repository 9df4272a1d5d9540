using System.Buffers.Binary;

namespace SneakerCheck.Pictures;

/// <summary>Tells images from other files by their first bytes.</summary>
public static class ImageFormat
{
    /// <summary>The media type of a JPEG.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>How many first bytes are looked at.</summary>
    public const int PrefixLength = 18;

    /// <summary>The media type; null where it is no image that browsers and phones show. SVG is none: it can hold scripts.</summary>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => "image/tiff",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', _, _, _, _, ..] => OfBrand(start[8..12]),
        // Two letters are too few to tell by; the length of the header that follows has few values.
        [(byte)'B', (byte)'M', ..] when start.Length >= 18
            && BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124 => "image/bmp",
        _ => null,
    };

    // ISO base media files name what they are by four letters.
    private static string? OfBrand(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? "image/avif"
        : brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("hevc"u8)
            ? "image/heic"
        : null;
}
