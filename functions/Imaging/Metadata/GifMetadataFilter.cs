namespace SneakerCheck.Imaging.Metadata;

/// <summary>
/// GIF: images and their timing are copied, of the application extensions only the loop count and the ICC profile. Comments, texts and
/// other extensions are dropped. Many files lack the last byte, so a file may end after any block once it has an image.
/// </summary>
internal sealed class GifMetadataFilter : MetadataFilter
{
    private const byte Extension = 0x21, Image = 0x2C, Trailer = 0x3B, GraphicControl = 0xF9, Application = 0xFF;
    private const int ScreenLength = 13, ImageLength = 10, ApplicationLength = 11;

    internal override async IAsyncEnumerable<ReadOnlyMemory<byte>> Filter(PictureBytes source)
    {
        await source.Require(ScreenLength);
        await foreach (var piece in source.Pass(ScreenLength + Palette(source.Buffered.Span[10])))
            yield return piece;
        var hasImage = false;
        while (await source.Fill(1))
        {
            switch (source.Buffered.Span[0])
            {
                case Trailer:
                    yield return source.Take(1);
                    yield break;
                case Image:
                    await source.Require(ImageLength);
                    // One byte between the palette and the data is the length of the first codes.
                    await foreach (var piece in source.Pass(ImageLength + Palette(source.Buffered.Span[9]) + 1))
                        yield return piece;
                    await foreach (var piece in Blocks(source))
                        yield return piece;
                    hasImage = true;
                    break;
                case Extension:
                    await source.Require(2);
                    var isCopied = await IsCopied(source);
                    var start = source.Take(2);
                    if (isCopied)
                        yield return start;
                    await foreach (var piece in Blocks(source))
                    {
                        if (isCopied)
                            yield return piece;
                    }
                    break;
                case 0:
                    // A second terminator, which some programs write.
                    source.Take(1);
                    break;
                default:
                    if (!hasImage)
                        throw PictureException.Corrupt("The GIF has an unknown block.");
                    yield break;
            }
        }
        if (!hasImage)
            throw PictureException.Truncated();
    }

    private static int Palette(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Blocks(PictureBytes source)
    {
        int length;
        do
        {
            await source.Require(1);
            length = source.Buffered.Span[0];
            await source.Require(1 + length);
            yield return source.Take(1 + length);
        }
        while (length > 0);
    }

    private static async ValueTask<bool> IsCopied(PictureBytes source)
    {
        var label = source.Buffered.Span[1];
        if (label != Application)
            return label == GraphicControl;
        await source.Require(3 + ApplicationLength);
        var bytes = source.Buffered.Span;
        var name = bytes.Slice(3, ApplicationLength);
        return bytes[2] == ApplicationLength
            && (name.SequenceEqual("NETSCAPE2.0"u8) || name.SequenceEqual("ANIMEXTS1.0"u8) || name.SequenceEqual("ICCRGBG1012"u8));
    }
}
