using System.Buffers.Binary;

namespace SneakerCheck.Imaging.Metadata;

/// <summary>
/// BMP: headers, palette and pixels are copied. Gaps between them become zeros. A colour profile, or the path of one, is replaced by
/// sRGB: programs hardly ever write one.
/// </summary>
internal sealed class BmpMetadataFilter : MetadataFilter
{
    private const int FileHeader = 14, CoreHeader = 12, InfoHeader = 40, HeaderWithMasks = 52, HeaderWithProfile = 124, LongestStart = 4096;
    private const uint Uncompressed = 0, RunLength8 = 1, RunLength4 = 2, Masks = 3, MasksWithAlpha = 6;
    private const uint LinkedProfile = 0x4C494E4B, EmbeddedProfile = 0x4D424544, StandardColours = 0x73524742;

    private static readonly byte[] Zeros = new byte[4096];

    internal override async IAsyncEnumerable<ReadOnlyMemory<byte>> Filter(PictureBytes source)
    {
        await source.Require(FileHeader + 4);
        var header = BinaryPrimitives.ReadUInt32LittleEndian(source.Buffered.Span[FileHeader..]);
        if (header is not (CoreHeader or InfoHeader or HeaderWithMasks or 56 or 108 or HeaderWithProfile))
            throw PictureException.Corrupt("The BMP has an unknown header.");
        await source.Require(FileHeader + (int)header);
        var (start, gap, pixels) = Measure(source.Buffered.Span, (int)header);
        await source.Require(start);
        Reduce(source.Buffered.Span[..start], (int)header, start + gap + pixels);
        yield return source.Take(start);
        await source.Drop(gap);
        for (; gap > 0; gap -= Math.Min(gap, Zeros.Length))
            yield return Zeros.AsMemory(0, (int)Math.Min(gap, Zeros.Length));
        await foreach (var piece in source.Pass(pixels))
            yield return piece;
    }

    // Lengths of headers and palette, of what lies between them and the pixels, and of the pixels.
    private static (int Start, long Gap, long Pixels) Measure(ReadOnlySpan<byte> file, int header)
    {
        var core = header == CoreHeader;
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        long width = core ? BinaryPrimitives.ReadUInt16LittleEndian(file[18..]) : BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        long height = core ? BinaryPrimitives.ReadUInt16LittleEndian(file[20..]) : BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(core ? 24 : 28)..]);
        var compression = core ? Uncompressed : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);
        long stated = core ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[34..]);
        long colours = core ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[46..]);
        if (width <= 0 || bits is not (1 or 2 or 4 or 8 or 16 or 24 or 32) || compression is not (<= Masks or MasksWithAlpha))
            throw PictureException.Corrupt("The BMP has an invalid header.");
        var masks = header > InfoHeader ? 0 : compression switch { Masks => 12, MasksWithAlpha => 16, _ => 0 };
        var palette = (colours > 0 ? colours : bits <= 8 ? 1 << bits : 0) * (core ? 3 : 4);
        var start = Math.Min(FileHeader + header + masks + palette, offset);
        if (start < FileHeader + header || start > LongestStart)
            throw PictureException.Corrupt("The BMP has an invalid palette.");
        var pixels = compression is RunLength8 or RunLength4 ? stated : (width * bits + 31) / 32 * 4 * Math.Abs(height);
        return ((int)start, offset - start, pixels);
    }

    private static void Reduce(Span<byte> start, int header, long length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(start[2..], (uint)Math.Min(length, uint.MaxValue));
        start[6..10].Clear();
        if (header != HeaderWithProfile)
            return;
        var colours = start[(FileHeader + 56)..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(colours) is LinkedProfile or EmbeddedProfile)
            BinaryPrimitives.WriteUInt32LittleEndian(colours, StandardColours);
        // Where a profile is, how long, and four bytes without a meaning.
        start.Slice(FileHeader + 112, 12).Clear();
    }
}
