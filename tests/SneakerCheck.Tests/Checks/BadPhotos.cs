using System.Net.Http.Headers;

namespace SneakerCheck.Tests.Checks;

/// <summary>Photos that are changed so that they are too large, too heavy or hostile.</summary>
internal static class BadPhotos
{
    /// <summary>The most bytes that a photo may have.</summary>
    public const int MaximumSize = 20 * 1024 * 1024;

    /// <summary>Application segments of 60,000 bytes each, that many bytes in all.</summary>
    public static IEnumerable<byte> Segments(int length) =>
        Enumerable.Repeat((byte[])[0xFF, 0xE5, 0xEA, 0x60, .. new byte[59_998]], length / 60_002).SelectMany(segment => segment);

    /// <summary>The photo with another size in its frame header, which starts at that byte.</summary>
    public static byte[] WithSize(byte[] photo, int frame, int width, int height)
    {
        var changed = photo.ToArray();
        (changed[frame + 5], changed[frame + 6]) = ((byte)(height >> 8), (byte)height);
        (changed[frame + 7], changed[frame + 8]) = ((byte)(width >> 8), (byte)width);
        return changed;
    }

    public static ByteArrayContent Jpeg(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    }
}
