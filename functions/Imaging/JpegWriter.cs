using System.Buffers.Binary;

namespace SneakerCheck.Imaging;

/// <summary>
/// Writes a thumbnail as a baseline JPEG: JFIF with the tables of ITU-T T.81, Annex K. None of the photo's own segments are copied,
/// because they may say where and by whom it was taken. Chroma is halved both ways (4:2:0), as in photos of phones.
/// </summary>
public static class JpegWriter
{
    private const byte StartOfImage = 0xD8, BaselineFrame = 0xC0;

    /// <param name="thumbnail">The picture; grayscale if it has no chroma. The padding of its last blocks is written as well.</param>
    /// <param name="quality">1 to 100, with libjpeg's meaning: Annex K's steps at 50, finer above.</param>
    public static byte[] Write(JpegThumbnail thumbnail, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(thumbnail.Width, thumbnail.Height), ushort.MaxValue, nameof(thumbnail));
        var luma = new JpegWriterPlane(thumbnail.Luma, thumbnail.Width, thumbnail.Height);
        var (lumaSteps, chromaSteps) = (JpegWriterTables.Luma.Steps(quality), JpegWriterTables.Chroma.Steps(quality));
        // Initial capacity: two bits per pixel is more than most pictures need.
        using var file = new MemoryStream(1024 + luma.Width * luma.Height / 4);
        file.Write([0xFF, StartOfImage]);
        // Version 1.1, square pixels, no embedded thumbnail.
        Segment(file, JpegMarkers.Jfif, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        if (thumbnail is { Cb: { } cb, Cr: { } cr })
        {
            Head(file, luma, (JpegWriterTables.Luma, lumaSteps), (JpegWriterTables.Chroma, chromaSteps));
            JpegWriterPlane[] chroma = [.. new[] { cb, cr }.Select(plane => new JpegWriterPlane(plane, luma.Width, luma.Height).Halved())];
            JpegWriterBlocks[] chromaBlocks = [.. chroma.Select(_ => new JpegWriterBlocks(JpegWriterTables.Chroma, chromaSteps))];
            Color(file, luma, chroma, new(JpegWriterTables.Luma, lumaSteps), chromaBlocks);
        }
        else
        {
            Head(file, luma, (JpegWriterTables.Luma, lumaSteps));
            Gray(file, luma, new(JpegWriterTables.Luma, lumaSteps));
        }
        file.Write([0xFF, JpegMarkers.EndOfImage]);
        return file.ToArray();
    }

    /// <summary>All segments before the picture data: a set of tables for luma, and one for both chroma planes.</summary>
    private static void Head(MemoryStream file, JpegWriterPlane luma, params (JpegWriterTables Tables, byte[] Steps)[] sets)
    {
        for (byte set = 0; set < sets.Length; set++)
            Segment(file, JpegMarkers.QuantisationTables, [set, .. sets[set].Steps]);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)luma.Height);
        BinaryPrimitives.WriteUInt16BigEndian(size[2..], (ushort)luma.Width);
        // Per component: its number, its sampling factors (two of luma for each of chroma), and its set of tables.
        Segment(file, BaselineFrame, sets.Length == 1 ? [8, .. size, 1, 1, 0x11, 0] : [8, .. size, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        for (var set = 0; set < sets.Length; set++)
        {
            Segment(file, JpegMarkers.HuffmanTables, [(byte)set, .. sets[set].Tables.Dc.Definition]);
            Segment(file, JpegMarkers.HuffmanTables, [(byte)(0x10 | set), .. sets[set].Tables.Ac.Definition]);
        }
        Segment(file, JpegMarkers.StartOfScan, sets.Length == 1 ? [1, 1, 0, 0, 63, 0] : [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static void Gray(MemoryStream file, JpegWriterPlane luma, JpegWriterBlocks blocks)
    {
        var bits = new JpegWriterBits(file);
        for (var top = 0; top < luma.Height; top += 8)
        {
            for (var left = 0; left < luma.Width; left += 8)
                blocks.Write(luma, left, top, bits);
        }
        bits.Flush();
    }

    private static void Color(
        MemoryStream file, JpegWriterPlane luma, JpegWriterPlane[] chroma, JpegWriterBlocks lumaBlocks, JpegWriterBlocks[] chromaBlocks)
    {
        var bits = new JpegWriterBits(file);
        for (var top = 0; top < luma.Height; top += 16)
        {
            for (var left = 0; left < luma.Width; left += 16)
            {
                for (var part = 0; part < 4; part++)
                    lumaBlocks.Write(luma, left + part % 2 * 8, top + part / 2 * 8, bits);
                for (var plane = 0; plane < chroma.Length; plane++)
                    chromaBlocks[plane].Write(chroma[plane], left / 2, top / 2, bits);
            }
        }
        bits.Flush();
    }

    private static void Segment(MemoryStream file, byte marker, ReadOnlySpan<byte> content)
    {
        var length = content.Length + 2;
        file.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.Write(content);
    }
}
