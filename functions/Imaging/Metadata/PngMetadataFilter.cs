using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace SneakerCheck.Imaging.Metadata;

/// <summary>PNG and APNG: the chunks of pixels, palette, transparency, colour, pixel aspect and animation are copied.</summary>
internal sealed class PngMetadataFilter : MetadataFilter
{
    // Length and type before a chunk's data, checksum after it.
    private const int Header = 8, Frame = 12, SignatureLength = 8, ImageHeaderLength = 13, LongestExif = 64 * 1024;

    private static readonly FrozenSet<string> Copied = FrozenSet.ToFrozenSet(
        [
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "bKGD", "pHYs", "sBIT", "cHRM", "gAMA", "iCCP", "sRGB", "cICP", "mDCV", "cLLI",
            "acTL", "fcTL", "fdAT",
        ]);

    internal override async IAsyncEnumerable<ReadOnlyMemory<byte>> Filter(PictureBytes source)
    {
        await source.Require(SignatureLength);
        yield return source.Take(SignatureLength);
        for (var (type, isFirst) = ("", true); type != "IEND"; isFirst = false)
        {
            await source.Require(Header);
            var length = BinaryPrimitives.ReadUInt32BigEndian(source.Buffered.Span);
            type = Encoding.Latin1.GetString(source.Buffered.Span[4..Header]);
            if (length > int.MaxValue || (type == "IEND" && length > 0) || isFirst != (type == "IHDR")
                || (isFirst && length != ImageHeaderLength))
            {
                throw PictureException.Corrupt("The PNG has an invalid chunk.");
            }
            if (type == "eXIf" && length <= LongestExif && await source.Fill(Header + (int)length))
                TakeExif(source.Buffered.Span.Slice(Header, (int)length));
            if (!Copied.Contains(type))
            {
                await source.Drop(Frame + (long)length);
                continue;
            }
            await foreach (var piece in source.Pass(Frame + (long)length))
                yield return piece;
        }
    }
}
