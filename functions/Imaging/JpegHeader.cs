namespace SneakerCheck.Imaging;

/// <summary>What the headers of a JPEG state before its picture data.</summary>
/// <param name="Width">Pixels per row, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Components">1 grayscale, 3 colour, 4 CMYK.</param>
/// <param name="IsProgressive">Whether the picture is coded in passes of growing detail.</param>
/// <param name="Exif">The claims of the EXIF segment; empty without one.</param>
public sealed record JpegHeader(int Width, int Height, int Components, bool IsProgressive, ExifFacts Exif)
{
    /// <summary>How to turn the picture for display.</summary>
    public Orientation Orientation => Exif.Orientation;

    /// <summary>Pixels per row, as displayed.</summary>
    public int DisplayWidth => Orientation.SwapsSides() ? Height : Width;

    /// <summary>Rows, as displayed.</summary>
    public int DisplayHeight => Orientation.SwapsSides() ? Width : Height;

    /// <summary>Reads the header from the first bytes of a file, in linear time; 256 KiB hold nearly every header.</summary>
    /// <exception cref="JpegException">
    /// Not a JPEG, an unsupported kind, or <see cref="JpegErrorKind.Truncated"/>: the bytes end before the header does.
    /// </exception>
    public static JpegHeader Read(ReadOnlySpan<byte> start)
    {
        var markers = new JpegMarkers(start);
        ExifFacts? exif = null;
        while (markers.TryNext(out var marker))
        {
            if (marker is JpegMarkers.EndOfImage or JpegMarkers.StartOfScan)
                throw new JpegException(JpegErrorKind.Corrupt, "The picture data comes before the frame header.");
            var segment = markers.Segment();
            if (marker == JpegMarkers.Exif && exif is null && ExifFacts.IsExif(segment))
                exif = ExifFacts.Parse(segment);
            if (!JpegMarkers.IsFrame(marker))
                continue;
            var frame = JpegFrame.Parse(marker, segment);
            return new JpegHeader(frame.Width, frame.Height, frame.Components.Length, frame.IsProgressive, exif ?? new ExifFacts());
        }

        throw new JpegException(JpegErrorKind.Truncated, "The file ends before its frame header.");
    }
}
