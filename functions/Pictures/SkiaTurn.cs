using System.Runtime.InteropServices;
using SkiaSharp;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// Decodes a picture to sRGB, turns it, and encodes it in its own format. Needs four bytes a pixel, and as many again where the format
/// cannot be decoded in strips.
/// </summary>
internal static class SkiaTurn
{
    /// <summary>The most pixels that are decoded, 128 MB. A JPEG or WebP with more is reduced, another is refused.</summary>
    private const long MaximumPixels = 32_000_000;

    private const int StripRows = 32;

    // Lower ones only if the file would be larger than a picture may be.
    private static readonly int[] Qualities = [92, 80, 65];

    /// <summary>The turned picture; null for an animation, which stays as it is.</summary>
    /// <exception cref="Refusal">400 <c>not_an_image</c>, 413 <c>picture_too_large</c>.</exception>
    public static byte[]? Encode(ReadOnlyMemory<byte> picture, Orientation orientation)
    {
        using var data = SKData.CreateCopy(picture.Span);
        using var codec = SKCodec.Create(data) ?? throw NotAnImage();
        if (codec.FrameCount > 1)
            return null;
        using var turned = Turned(codec, orientation);
        return Encoded(turned, codec.EncodedFormat);
    }

    private static SKBitmap Turned(SKCodec codec, Orientation orientation)
    {
        var info = new SKImageInfo(
            codec.Info.Width,
            codec.Info.Height,
            SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul,
            SKColorSpace.CreateSrgb()).WithSize(Size(codec));
        var turned = new SKBitmap(orientation.SwapsSides() ? info.WithSize(info.Height, info.Width) : info);
        try
        {
            if (!TurnInStrips(codec, info, turned, orientation))
                TurnWhole(codec, info, turned, orientation);
            return turned;
        }
        catch
        {
            turned.Dispose();
            throw;
        }
    }

    // The largest eighth that fits.
    private static SKSizeI Size(SKCodec codec)
    {
        for (var eighths = 8; eighths > 0; eighths--)
        {
            var size = eighths == 8 ? codec.Info.Size : codec.GetScaledDimensions(eighths / 8f);
            if ((long)size.Width * size.Height <= MaximumPixels)
                return size;
        }
        throw new Refusal(413, "picture_too_large", $"A picture that is to be turned may have at most {MaximumPixels} pixels.");
    }

    private static bool TurnInStrips(SKCodec codec, SKImageInfo info, SKBitmap turned, Orientation orientation)
    {
        if (codec.StartScanlineDecode(info) != SKCodecResult.Success || codec.ScanlineOrder != SKCodecScanlineOrder.TopDown)
            return false;
        using var strip = new SKBitmap(info.WithSize(info.Width, Math.Min(StripRows, info.Height)));
        for (var row = 0; row < info.Height; row += StripRows)
        {
            var rows = Math.Min(StripRows, info.Height - row);
            // Where the bytes end too early, the rest has the colour that the decoder gives it.
            codec.GetScanlines(strip.GetPixels(), rows, strip.RowBytes);
            Copy(strip, rows, turned, row, info.Size, orientation);
        }
        return true;
    }

    private static void TurnWhole(SKCodec codec, SKImageInfo info, SKBitmap turned, Orientation orientation)
    {
        using var whole = new SKBitmap(info);
        if (codec.GetPixels(info, whole.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput))
            throw NotAnImage();
        Copy(whole, info.Height, turned, 0, info.Size, orientation);
    }

    private static void Copy(SKBitmap rows, int count, SKBitmap turned, int firstRow, SKSizeI size, Orientation orientation)
    {
        var from = Pixels(rows);
        var to = Pixels(turned);
        var (width, targetWidth) = (size.Width, turned.Width);
        var (columnStep, rowStep) = orientation.SwapsSides() ? (targetWidth, 1) : (1, targetWidth);
        var start = 0;
        if (orientation.MirrorsColumns())
            (start, columnStep) = ((width - 1) * columnStep, -columnStep);
        if (orientation.MirrorsRows())
            (start, rowStep) = (start + (size.Height - 1) * rowStep, -rowStep);
        start += firstRow * rowStep;
        for (var column = 0; column < width; column++, start += columnStep)
        {
            for (var (row, at, source) = (0, start, column); row < count; row++, at += rowStep, source += width)
                to[at] = from[source];
        }
    }

    private static Span<uint> Pixels(SKBitmap bitmap) => MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());

    private static byte[] Encoded(SKBitmap turned, SKEncodedImageFormat format)
    {
        using var pixels = turned.PeekPixels();
        foreach (var quality in Qualities)
        {
            using var encoded = format switch
            {
                SKEncodedImageFormat.Jpeg => pixels.Encode(
                    new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)),
                SKEncodedImageFormat.Webp => pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality)),
                _ => pixels.Encode(new SKPngEncoderOptions()),
            };
            if (encoded is null)
                throw NotAnImage();
            if (encoded.Size <= PictureBlob.MaximumSize)
                return encoded.ToArray();
        }
        throw PictureUploads.TooLarge();
    }

    private static Refusal NotAnImage() =>
        new(400, "not_an_image", "The picture says that it is to be turned for display, but it cannot be decoded.");
}
