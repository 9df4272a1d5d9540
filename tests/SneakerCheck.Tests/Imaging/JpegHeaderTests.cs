using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class JpegHeaderTests
{
    [Fact]
    public void A_header_states_size_components_and_coding()
    {
        var plain = JpegHeader.Read(Fixture.Jpeg("odd-420"));
        var progressive = JpegHeader.Read(Fixture.Jpeg("progressive"));
        var gray = JpegHeader.Read(Fixture.Jpeg("grayscale"));

        Assert.Equal(
            (91, 67, 3, false, Orientation.Normal),
            (plain.Width, plain.Height, plain.Components, plain.IsProgressive, plain.Orientation));
        Assert.True(progressive.IsProgressive);
        Assert.Equal(1, gray.Components);
        Assert.Equal(new ExifFacts(), gray.Exif);
    }

    [Fact]
    public void EXIF_facts_are_read()
    {
        var header = JpegHeader.Read(WithCameraNotes(Fixture.Jpeg("odd-420")));

        Assert.Equal(Orientation.Rotate90, header.Orientation);
        Assert.Equal((67, 91), (header.DisplayWidth, header.DisplayHeight));
        Assert.Equal(("Maker", "M1", "Editor 2.0"), (header.Exif.Make, header.Exif.Model, header.Exif.Software));
        Assert.Equal(new DateTime(2024, 2, 29, 13, 14, 15), header.Exif.DateTimeOriginal);
    }

    [Fact]
    public void Any_damage_to_EXIF_leaves_the_rest_readable()
    {
        var intact = WithCameraNotes(Fixture.Jpeg("odd-420"));
        for (var at = 12; at < 12 + 125; at++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0xFF })
            {
                var damaged = intact.ToArray();
                damaged[at] = value;
                Assert.Equal(91, JpegHeader.Read(damaged).Width);
            }
        }
    }

    [Fact]
    public void The_start_of_a_file_is_enough_and_less_is_reported_as_truncated()
    {
        var jpeg = Fixture.Jpeg("odd-420");
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);

        Assert.Equal(91, JpegHeader.Read(jpeg.AsSpan(0, frame + 19)).Width);
        for (var length = 3; length < frame + 19; length++)
            Assert.Equal(JpegErrorKind.Truncated, Assert.Throws<JpegException>(() => JpegHeader.Read(jpeg.AsSpan(0, length))).Kind);
    }

    [Fact]
    public void Twenty_megabytes_of_markers_are_refused_quickly()
    {
        var segments = new byte[20_000_000];
        var fill = new byte[20_000_000];
        fill.AsSpan().Fill(0xFF);
        for (var at = 2; at + 4 <= segments.Length; at += 4)
            BinaryPrimitives.WriteUInt32BigEndian(segments.AsSpan(at), 0xFFFE0002);
        foreach (var hostile in new[] { segments, fill })
        {
            (hostile[0], hostile[1]) = (0xFF, 0xD8);
            var start = Stopwatch.GetTimestamp();

            Assert.Equal(JpegErrorKind.Truncated, Assert.Throws<JpegException>(() => JpegHeader.Read(hostile)).Kind);
            Assert.Equal(JpegErrorKind.Truncated, Assert.Throws<JpegException>(() => JpegReader.Read(hostile, JpegLimits.Default)).Kind);

            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }
    }

    // Little-endian, like most phones: orientation 6, texts, and the time in a second directory.
    private static byte[] WithCameraNotes(byte[] jpeg)
    {
        var tiff = new List<byte>();
        tiff.AddRange("II*\0"u8);
        tiff.AddRange([8, 0, 0, 0]);
        var texts = new[] { (0x010F, "Maker"), (0x0110, "M1"), (0x0131, "Editor 2.0") };
        var after = 8 + 2 + 5 * 12 + 4;
        var data = new List<byte>();
        tiff.AddRange([5, 0]);
        foreach (var (tag, text) in texts)
            tiff.AddRange(TextEntry(tag, text, after, data));
        tiff.AddRange([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        var details = after + data.Count;
        tiff.AddRange([0x69, 0x87, 4, 0, 1, 0, 0, 0, (byte)details, (byte)(details >> 8), 0, 0]);
        tiff.AddRange([0, 0, 0, 0]);
        tiff.AddRange(data);
        var time = new List<byte>();
        tiff.AddRange([1, 0]);
        tiff.AddRange(TextEntry(0x9003, "2024:02:29 13:14:15", details + 2 + 12 + 4, time));
        tiff.AddRange([0, 0, 0, 0]);
        tiff.AddRange(time);
        var length = tiff.Count + 8;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]];

        static byte[] TextEntry(int tag, string text, int dataStart, List<byte> data)
        {
            var bytes = Encoding.ASCII.GetBytes(text + "\0");
            var entry = new byte[12];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
            entry[2] = 2;
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), bytes.Length);
            if (bytes.Length <= 4)
            {
                bytes.CopyTo(entry, 8);
                return entry;
            }

            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), dataStart + data.Count);
            data.AddRange(bytes);
            return entry;
        }
    }
}
