using System.Buffers.Binary;

namespace SneakerCheck.Pictures;

/// <summary>Detects the format of an image by its first bytes.</summary>
public static class ImageFormat
{
    public const string Jpeg = "image/jpeg";

    /// <summary>Number of bytes that detection needs.</summary>
    public const int PrefixLength = 18;

    /// <summary>The media type; null if browsers and phones cannot show it. SVG is excluded, because it can hold scripts.</summary>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => "image/tiff",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', _, _, _, _, ..] => OfBrand(start[8..12]),
        // Two letters are too few to identify a BMP, so the header length, which has few valid values, is checked as well.
        [(byte)'B', (byte)'M', ..] when start.Length >= 18
            && BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124 => "image/bmp",
        _ => null,
    };

    // ISO base media files state their format in a four-letter brand.
    private static string? OfBrand(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? "image/avif"
        : brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("hevc"u8)
            ? "image/heic"
        : null;
}
