using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class JpegReaderTests
{
    private static readonly byte[] StartOfScan = [0xFF, 0xDA], StartOfFrame = [0xFF, 0xC0];

    [Theory]
    [InlineData("444")]
    [InlineData("422")]
    [InlineData("420")]
    [InlineData("440")]
    [InlineData("411")]
    [InlineData("odd-420")]
    [InlineData("odd-411")]
    [InlineData("grayscale")]
    [InlineData("rgb")]
    [InlineData("restart")]
    [InlineData("optimised")]
    [InlineData("wide-codes")]
    [InlineData("coarse")]
    [InlineData("separate-scans")]
    [InlineData("progressive")]
    [InlineData("progressive-refined")]
    [InlineData("coarse-luma")]
    public void Luma_is_bit_identical_to_libjpeg_turbos(string name)
    {
        var thumbnail = JpegReader.Read(Fixture.Jpeg(name), JpegLimits.Default);

        var (width, height, luma) = Fixture.Reference(name);
        Assert.Equal((width, height), (thumbnail.Width, thumbnail.Height));
        Assert.Equal(luma, thumbnail.Luma);
        Assert.False(thumbnail.IsTruncated);
    }

    [Theory]
    [InlineData("cmyk")]
    [InlineData("cmyk-plain")]
    [InlineData("ycck")]
    public void CMYK_is_converted_to_luma(string name)
    {
        var thumbnail = JpegReader.Read(Fixture.Jpeg(name), JpegLimits.Default);

        var (width, height, luma) = Fixture.Reference(name);
        Assert.Equal((width, height), (thumbnail.Width, thumbnail.Height));
        Assert.All(luma.Zip(thumbnail.Luma), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }

    [Fact]
    public void Chroma_of_a_photo_is_kept()
    {
        var red = JpegReader.Read(TestJpeg.Encode(64, 48, (_, _) => (200, 30, 40)), JpegLimits.Default);

        Assert.All(red.Luma, luma => Assert.InRange(luma, 80, 84));
        Assert.All(red.Cb!, cb => Assert.InRange(cb, 103, 107));
        Assert.All(red.Cr!, cr => Assert.InRange(cr, 210, 214));
    }

    [Fact]
    public void A_picture_has_similar_chroma_with_any_sampling()
    {
        var full = JpegReader.Read(Fixture.Jpeg("444"), JpegLimits.Default);

        foreach (var name in new[] { "422", "420", "440", "411" })
        {
            var other = JpegReader.Read(Fixture.Jpeg(name), JpegLimits.Default);
            Assert.InRange(full.Cb!.Zip(other.Cb!, (a, b) => Math.Abs(a - b)).Average(), 0, 20);
            Assert.InRange(full.Cr!.Zip(other.Cr!, (a, b) => Math.Abs(a - b)).Average(), 0, 20);
        }
    }

    [Theory]
    [InlineData(1, 0, 1, 2, 3, 4, 5)]
    [InlineData(2, 2, 1, 0, 5, 4, 3)]
    [InlineData(3, 5, 4, 3, 2, 1, 0)]
    [InlineData(4, 3, 4, 5, 0, 1, 2)]
    [InlineData(5, 0, 3, 1, 4, 2, 5)]
    [InlineData(6, 3, 0, 4, 1, 5, 2)]
    [InlineData(7, 5, 2, 4, 1, 3, 0)]
    [InlineData(8, 2, 5, 1, 4, 0, 3)]
    public void A_photo_is_turned_by_its_EXIF_orientation(int orientation, params int[] expected)
    {
        var stored = TestJpeg.EncodeGray(21, 16, (x, y) => (byte)(40 * (x / 8 + 3 * (y / 8))), 100);

        var thumbnail = JpegReader.Read(TestJpeg.WithExif(stored, orientation), JpegLimits.Default);

        Assert.Equal(expected, thumbnail.Luma.Select(luma => (luma + 20) / 40));
        Assert.Equal(orientation < 5 ? (3, 2, 21, 16) : (2, 3, 16, 21),
            (thumbnail.Width, thumbnail.Height, thumbnail.PixelWidth, thumbnail.PixelHeight));
        Assert.Equal(orientation is 2 or 3 ? 3 : 0, thumbnail.PaddingLeft);
        Assert.Equal(orientation is 7 or 8 ? 3 : 0, thumbnail.PaddingTop);
    }

    [Fact]
    public void A_photo_cut_off_anywhere_in_its_picture_data_is_reported_as_truncated()
    {
        foreach (var name in new[] { "420", "progressive", "restart", "separate-scans" })
        {
            var whole = Fixture.Jpeg(name);
            var start = whole.AsSpan().LastIndexOf(StartOfScan) + 20;
            for (var length = start; length < whole.Length; length += 5)
                Assert.True(JpegReader.Read(whole.AsSpan(0, length), JpegLimits.Default).IsTruncated, $"{name} cut at {length}");
        }
    }

    [Fact]
    public void A_truncated_photo_with_an_end_marker_appended_is_reported_as_truncated()
    {
        var whole = Fixture.Jpeg("420");

        var thumbnail = JpegReader.Read([.. whole[..^300], 0xFF, 0xD9], JpegLimits.Default);

        Assert.True(thumbnail.IsTruncated);
    }

    [Fact]
    public void Bytes_after_the_end_marker_and_fill_bytes_before_markers_are_ignored()
    {
        var whole = Fixture.Jpeg("restart");
        List<byte> filled = [];
        for (var i = 0; i < whole.Length; i++)
        {
            if (i >= 2 && whole[i] == 0xFF && i + 1 < whole.Length && whole[i + 1] is (>= 0xD0 and <= 0xDA) or 0xC4 or 0xDB)
                filled.AddRange([0xFF, 0xFF]);
            filled.Add(whole[i]);
        }

        var thumbnail = JpegReader.Read([.. filled, 0xFF, 0xD8, 1, 2, 3], JpegLimits.Default);

        Assert.Equal(Fixture.Reference("restart").Luma, thumbnail.Luma);
        Assert.False(thumbnail.IsTruncated);
    }

    [Fact]
    public void Codings_that_no_phone_writes_are_refused_as_unsupported()
    {
        Assert.Equal(JpegErrorKind.Unsupported, ErrorKind(Fixture.Jpeg("arithmetic")));
        Assert.Equal(JpegErrorKind.Unsupported, ErrorKind(WithFrameByte(Fixture.Jpeg("420"), 4, 12)));
    }

    [Fact]
    public void Other_bytes_are_refused_with_the_matching_error_kind()
    {
        Assert.Equal(JpegErrorKind.NotJpeg, ErrorKind([]));
        Assert.Equal(JpegErrorKind.NotJpeg, ErrorKind("\u0089PNG\r\n"u8.ToArray()));
        Assert.Equal(JpegErrorKind.Truncated, ErrorKind([0xFF, 0xD8, 0xFF]));
        Assert.Equal(JpegErrorKind.Truncated, ErrorKind(Fixture.Jpeg("420")[..100]));
        Assert.Equal(JpegErrorKind.Corrupt, ErrorKind([0xFF, 0xD8, 0xFF, 0xD9]));
        Assert.Equal(JpegErrorKind.Corrupt, ErrorKind([0xFF, 0xD8, 0xFF, 0xDB, 0, 1, 0, 0]));
    }

    [Fact]
    public void A_small_file_that_declares_a_huge_picture_is_refused_before_memory_is_allocated()
    {
        var huge = Fixture.Jpeg("420");
        foreach (var at in new[] { 5, 6, 7, 8 })
            huge = WithFrameByte(huge, at, 0xFF);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(JpegErrorKind.TooLarge, ErrorKind(huge));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_file_with_too_many_scans_is_refused()
    {
        var whole = Fixture.Jpeg("progressive-refined");
        var scan = whole.AsSpan().LastIndexOf(StartOfScan);
        List<byte> bomb = [.. whole[..^2]];
        for (var i = 0; i < 100_000; i++)
            bomb.AddRange(whole.AsSpan(scan, 14));

        Assert.Equal(JpegErrorKind.TooLarge, ErrorKind([.. bomb]));
    }

    [Fact]
    public void The_detail_bits_of_each_block_are_counted()
    {
        var photo = TestJpeg.EncodeGray(160, 80, (x, y) => x < 80 ? (byte)128 : (byte)((x * 37 + y * 91) % 251));

        var thumbnail = JpegReader.Read(photo, JpegLimits.Default);

        Assert.Equal((200, 200), (thumbnail.LumaBlocks, thumbnail.DetailBits.Sum()));
        Assert.Equal((100, 100), (thumbnail.DetailBits[4], thumbnail.DetailBits[201..].Sum()));
        Assert.Equal((1, 0), (thumbnail.FirstDetail, thumbnail.DetailShift));
    }

    [Theory]
    [InlineData("progressive", 6, 2)] // The start of libjpeg's default scan script.
    [InlineData("progressive-refined", 1, 0)]
    public void The_detail_of_a_progressive_photo_comes_from_the_scan_of_its_highest_frequencies(string name, int first, int shift)
    {
        var jpeg = Fixture.Jpeg(name);

        var thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);

        Assert.Equal((first, shift), (thumbnail.FirstDetail, thumbnail.DetailShift));
        Assert.Equal(thumbnail.LumaBlocks, thumbnail.DetailBits.Sum());
        Assert.InRange(thumbnail.DetailBits.Select((blocks, bits) => blocks * bits).Sum(), 1, 8 * jpeg.Length);
        Assert.NotEqual(thumbnail.LumaBlocks, thumbnail.DetailBits[0]);
    }

    private static JpegErrorKind ErrorKind(byte[] file) =>
        Assert.Throws<JpegException>(() => JpegReader.Read(file, JpegLimits.Default)).Kind;

    // Offsets from the marker: 4 precision, 5 and 6 height, 7 and 8 width.
    private static byte[] WithFrameByte(byte[] file, int offset, byte value)
    {
        var changed = file.ToArray();
        changed[changed.AsSpan().IndexOf(StartOfFrame) + offset] = value;
        return changed;
    }
}
