using System.Text;
using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class JpegWriterTests
{
    private const int Quality = 80;

    // The rounding error of the mean of a block: half a step of its DC coefficient, an eighth of which is the mean, plus half a level
    // for the rounding of each decoder.
    private const double MeanWithin = 6 / 16d + 1;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(8, 8)]
    [InlineData(17, 16)]
    [InlineData(500, 375)]
    public void A_written_file_reads_back_with_the_same_means(int width, int height)
    {
        foreach (var picture in (JpegThumbnail[])[Picture(width, height, isColor: true), Picture(width, height, isColor: false)])
        {
            var read = JpegReader.Read(JpegWriter.Write(picture, Quality), JpegLimits.Default);

            Assert.Equal((width, height, picture.Cb is null), (read.PixelWidth, read.PixelHeight, read.Cb is null));
            Assert.False(read.IsTruncated);
            for (var block = 0; block < read.Luma.Length; block++)
            {
                var mean = Mean(picture, picture.Luma, block % read.Width * 8, block / read.Width * 8);
                Assert.InRange(read.Luma[block] - mean, -MeanWithin, MeanWithin);
            }
        }
    }

    [Fact]
    public void The_file_has_none_of_the_photos_segments()
    {
        var photo = TestJpeg.WithExif(TestJpeg.Encode(64, 48, (x, y) => ((byte)(4 * x), (byte)(5 * y), 90)), 1, "Secret Camera");
        var file = JpegWriter.Write(JpegReader.Read(photo, JpegLimits.Default), Quality);

        Assert.Equal("JFIF\0", Encoding.ASCII.GetString(file, 6, 5));
        Assert.DoesNotContain("Secret", Encoding.ASCII.GetString(file));
        Assert.Equal(-1, file.AsSpan().IndexOf([(byte)0xFF, (byte)0xE1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_quality_out_of_range_is_refused(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegWriter.Write(Picture(8, 8, true), quality));

    [LibjpegTheory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(8, 8)]
    [InlineData(500, 375)]
    public void libjpeg_turbo_decodes_the_file_to_the_same_picture(int width, int height)
    {
        foreach (var picture in (JpegThumbnail[])[Picture(width, height, isColor: true), Picture(width, height, isColor: false)])
        {
            var file = JpegWriter.Write(picture, Quality);

            Assert.InRange(SignalToNoise(picture.Luma, Luma(file)), 36, double.PositiveInfinity);
            if (picture.Cb is null)
                continue;
            var (cb, cr) = Chroma(file);
            Assert.InRange(SignalToNoise(picture.Cb, cb), 36, double.PositiveInfinity);
            Assert.InRange(SignalToNoise(picture.Cr!, cr), 36, double.PositiveInfinity);
        }
    }

    [LibjpegTheory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    public void Extreme_values_are_written_at_any_quality(int quality)
    {
        // Black and white by rows, columns, single samples and blocks: the greatest possible coefficients and differences.
        Func<int, int, int>[] patterns = [(x, _) => x, (_, y) => y, (x, y) => x + y, (x, y) => x / 8 + y / 8, (x, _) => x / 2];
        foreach (var pattern in patterns)
        {
            var luma = Plane(40, 24, (x, y) => pattern(x, y) % 2 * 255);
            var file = JpegWriter.Write(Thumbnail(40, 24, luma, Plane(40, 24, (x, y) => 255 - luma[y * 40 + x]), luma), quality);
            var (_, remarks) = LibjpegProgram.Run("djpeg", ["-strict"], file);

            Assert.Equal("", remarks);
            Assert.False(JpegReader.Read(file, JpegLimits.Default).IsTruncated);
            if (quality == 100)
                Assert.InRange(SignalToNoise(luma, Luma(file)), 45, double.PositiveInfinity);
        }
    }

    [LibjpegTheory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(80)]
    [InlineData(97)]
    public void The_tables_equal_those_of_libjpeg_turbo(int quality)
    {
        var pnm = Encoding.ASCII.GetBytes("P6\n1 1\n255\nabc");
        var reference = LibjpegProgram.Run("cjpeg", ["-quality", $"{quality}", "-baseline"], pnm).Output;
        Assert.Equal(Tables(reference), Tables(JpegWriter.Write(Picture(1, 1, true), quality)));
    }

    private static JpegThumbnail Picture(int width, int height, bool isColor)
    {
        var random = new Random(9);
        // Gradients, waves, an edge and a little noise. Chroma is smoother, as in photos.
        var luma = Plane(width, height, (x, y) =>
            110 + 60 * Math.Sin(x / 23d) * Math.Cos(y / 31d) + 12 * Math.Sin(x * y / 300d)
            + (x > y + 40 ? 40 : 0) + 4 * random.NextDouble());
        if (!isColor)
            return Thumbnail(width, height, luma, null, null);
        var cb = Plane(width, height, (x, y) => 128 + 30 * Math.Sin((x + y) / 40d));
        return Thumbnail(width, height, luma, cb, Plane(width, height, (x, _) => 100 + x / 10d));
    }

    private static byte[] Plane(int width, int height, Func<int, int, double> sample) =>
    [
        .. Enumerable.Range(0, width * height)
            .Select(place => (byte)Math.Clamp(Math.Round(sample(place % width, place / width)), 0, 255)),
    ];

    private static JpegThumbnail Thumbnail(int width, int height, byte[] luma, byte[]? cb, byte[]? cr) => new()
    {
        Width = width,
        Height = height,
        PixelWidth = 8 * width,
        PixelHeight = 8 * height,
        PaddingLeft = 0,
        PaddingTop = 0,
        Luma = luma,
        Cb = cb,
        Cr = cr,
        LumaBlocks = width * height,
        DetailBits = [],
        FirstDetail = 1,
        DetailShift = 0,
        LumaQuantisation = [],
        IsProgressive = false,
        IsTruncated = false,
    };

    /// <summary>The mean of a block; beyond the edges of the picture the last samples are repeated.</summary>
    private static double Mean(JpegThumbnail picture, byte[] plane, int left, int top) => Enumerable.Range(0, 64).Average(place =>
        (double)plane[Math.Min(top + place / 8, picture.Height - 1) * picture.Width + Math.Min(left + place % 8, picture.Width - 1)]);

    private static byte[] Luma(byte[] file)
    {
        var (pgm, remarks) = LibjpegProgram.Run("djpeg", ["-grayscale"], file);
        Assert.Equal("", remarks);
        return Fixture.Pgm(pgm).Luma;
    }

    private static (byte[] Cb, byte[] Cr) Chroma(byte[] file)
    {
        var read = JpegHeader.Read(file);
        var rgb = LibjpegProgram.Run("djpeg", ["-pnm"], file).Output[^(3 * read.Width * read.Height)..].Chunk(3).ToArray();
        return (
            [.. rgb.Select(color => (byte)Math.Clamp(128.5 - 0.168736 * color[0] - 0.331264 * color[1] + 0.5 * color[2], 0, 255))],
            [.. rgb.Select(color => (byte)Math.Clamp(128.5 + 0.5 * color[0] - 0.418688 * color[1] - 0.081312 * color[2], 0, 255))]);
    }

    /// <summary>Peak signal-to-noise ratio in decibels.</summary>
    private static double SignalToNoise(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return 10 * Math.Log10(255 * 255 / expected.Zip(actual, (one, other) => Math.Pow(one - other, 2)).Average());
    }

    /// <summary>The contents of all segments that define tables, sorted.</summary>
    private static string[] Tables(byte[] file)
    {
        List<string> tables = [];
        for (var place = 2; file[place + 1] != 0xDA; place += 2 + (file[place + 2] << 8 | file[place + 3]))
        {
            if (file[place + 1] is 0xDB or 0xC4)
                tables.Add(Convert.ToHexString(file, place + 4, (file[place + 2] << 8 | file[place + 3]) - 2));
        }
        return [.. tables.Order(StringComparer.Ordinal)];
    }

    /// <summary>Skipped if djpeg and cjpeg are not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LibjpegTheoryAttribute : TheoryAttribute
    {
        public LibjpegTheoryAttribute() => Skip = GrayPhoto.MissingTools;
    }
}
