using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace SneakerCheck.Imaging.Metadata;

/// <summary>
/// WebP: the chunks of pixels, colour and animation are copied. The file begins with its length, and metadata comes last. So that
/// nothing needs to be held back until the length is known, each other chunk becomes one of as many zeros, named <c>JUNK</c>, which is
/// RIFF's name for filling.
/// </summary>
internal sealed class WebpMetadataFilter : MetadataFilter
{
    private const int Header = 8, FileHeader = 12, LongestExif = 64 * 1024, ExtendedLength = 10;
    private const byte ExifFlag = 0x08, XmpFlag = 0x04;

    private static readonly FrozenSet<string> Copied = FrozenSet.ToFrozenSet(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
    private static readonly byte[] Zeros = new byte[4096];

    internal override async IAsyncEnumerable<ReadOnlyMemory<byte>> Filter(PictureBytes source)
    {
        await source.Require(FileHeader);
        // The length counts from the form type on, which is read already.
        var left = BinaryPrimitives.ReadUInt32LittleEndian(source.Buffered.Span[4..]) - 4L;
        yield return source.Take(FileHeader);
        if (left < Header)
            throw PictureException.Truncated();
        for (var isFirst = true; left >= Header; isFirst = false)
        {
            await source.Require(Header);
            var type = Encoding.Latin1.GetString(source.Buffered.Span[..4]);
            var data = (long)BinaryPrimitives.ReadUInt32LittleEndian(source.Buffered.Span[4..]);
            if (Header + data > left || (isFirst && type is not ("VP8 " or "VP8L" or "VP8X")))
                throw PictureException.Corrupt("The WebP has an invalid chunk.");
            // Chunks are padded to an even length; some programs leave that out at the end.
            var chunk = Math.Min(Header + data + (data & 1), left);
            left -= chunk;
            if (type == "VP8X" && data >= ExtendedLength)
            {
                await source.Require(Header + 1);
                source.Buffered.Span[Header] &= unchecked((byte)~(ExifFlag | XmpFlag));
            }
            if (type == "EXIF" && data <= LongestExif && await source.Fill(Header + (int)data))
                TakeExif(source.Buffered.Span.Slice(Header, (int)data));
            if (Copied.Contains(type))
            {
                await foreach (var piece in source.Pass(chunk))
                    yield return piece;
                continue;
            }
            "JUNK"u8.CopyTo(source.Buffered.Span);
            yield return source.Take(Header);
            await source.Drop(chunk - Header);
            for (var zeros = chunk - Header; zeros > 0; zeros -= Zeros.Length)
                yield return Zeros.AsMemory(0, (int)Math.Min(zeros, Zeros.Length));
        }
        if (left != 0)
            throw PictureException.Corrupt("The WebP has an invalid length.");
    }
}
