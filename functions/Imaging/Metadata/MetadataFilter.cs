using System.Runtime.CompilerServices;

namespace SneakerCheck.Imaging.Metadata;

/// <summary>
/// Copies a picture while it arrives, without its metadata: only what its pixels, colours and animation need is let through. So what
/// is not known is not copied either. The pixels stay as they are coded, and a picture without metadata stays the same to the byte.
/// What follows the end of the picture is cut off: phones append whole further pictures and videos there.
/// </summary>
public abstract class MetadataFilter
{
    private bool hasExif;

    /// <summary>
    /// How the picture has to be turned, as its metadata said; complete when all was read. The filter turns nothing, and the copy
    /// does not say it any more.
    /// </summary>
    public Orientation Orientation { get; private set; } = Orientation.Normal;

    /// <summary>The filter of a media type; null if there is none.</summary>
    public static MetadataFilter? Of(string contentType) => contentType switch
    {
        "image/jpeg" => new JpegMetadataFilter(),
        "image/png" => new PngMetadataFilter(),
        "image/gif" => new GifMetadataFilter(),
        "image/webp" => new WebpMetadataFilter(),
        "image/bmp" => new BmpMetadataFilter(),
        _ => null,
    };

    /// <summary>The picture in pieces. Each is valid until the next one. The source is read to its end. To be called once.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="maximum">The most bytes that the source may have.</param>
    /// <exception cref="PictureException">The bytes are not such a picture, or too many.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Copy(
        Stream source, long maximum, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var bytes = new PictureBytes(source, maximum, cancellation);
        await foreach (var piece in Filter(bytes))
            yield return piece;
        await bytes.DropRest();
    }

    /// <summary>The picture in pieces, up to its end.</summary>
    internal abstract IAsyncEnumerable<ReadOnlyMemory<byte>> Filter(PictureBytes source);

    /// <summary>Takes the orientation of an EXIF block, with or without its identifier. The first block counts.</summary>
    protected void TakeExif(ReadOnlySpan<byte> exif)
    {
        if (hasExif)
            return;
        hasExif = true;
        Orientation = ExifFacts.IsExif(exif) ? ExifFacts.Parse(exif).Orientation
            : exif.Length >= 8 ? ExifFacts.ParseTiff(exif).Orientation
            : Orientation.Normal;
    }
}
