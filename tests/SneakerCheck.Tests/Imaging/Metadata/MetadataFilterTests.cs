using System.Buffers.Binary;
using SkiaSharp;
using SneakerCheck.Imaging;
using SneakerCheck.Imaging.Metadata;

namespace SneakerCheck.Tests.Imaging.Metadata;

/// <summary>What shows where a photo was taken does not get through, and nothing else is changed.</summary>
public sealed class MetadataFilterTests
{
    private const string Jpeg = "image/jpeg", Png = "image/png", Gif = "image/gif", Webp = "image/webp", Bmp = "image/bmp";

    [Fact]
    public async Task A_JPEG_with_metadata_in_every_place_becomes_the_JPEG_without()
    {
        foreach (var bare in Fixture.All())
        {
            var plain = await Filter(Jpeg, bare);
            var full = PictureSamples.JpegWithEverything(plain);
            Assert.True(PictureSamples.ShowsThePlace(full));

            Assert.Equal(plain, await Filter(Jpeg, full));
            Assert.Equal(plain, await Filter(Jpeg, full, pieceLength: 1));
        }
    }

    [Fact]
    public async Task A_JPEG_shows_the_same_without_its_metadata()
    {
        foreach (var bare in Fixture.All())
        {
            var plain = await Filter(Jpeg, bare);
            using var before = SKBitmap.Decode(bare);
            using var after = SKBitmap.Decode(plain);

            // Skia does not decode arithmetic coding.
            Assert.Equal(before is null, after is null);
            Assert.Equal(before?.Bytes, after?.Bytes);
        }
    }

    [Fact]
    public async Task The_thumbnail_of_a_JFIF_segment_is_cut_off_and_what_viewers_need_stays()
    {
        var jpeg = TestJpeg.Encode(24, 16, (x, y) => ((byte)x, (byte)y, 9));
        var profile = PictureSamples.Segment(0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. new byte[500]]);
        byte[] jfif = [.. "JFIF\0"u8, 1, 2, 0, 0, 72, 0, 72];
        byte[] adobe = [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1];
        byte[] full =
        [
            .. jpeg[..2], .. PictureSamples.Segment(0xE0, [.. jfif, 1, 1, 1, 2, 3]), .. profile,
            .. PictureSamples.Segment(0xEE, [.. adobe, .. "more"u8]), .. jpeg[2..],
        ];
        byte[] expected =
        [
            .. jpeg[..2], .. PictureSamples.Segment(0xE0, [.. jfif, 0, 0]), .. profile,
            .. PictureSamples.Segment(0xEE, adobe), .. jpeg[2..],
        ];

        Assert.Equal(expected, await Filter(Jpeg, full));
        Assert.Equal(expected, await Filter(Jpeg, expected));
    }

    [Fact]
    public async Task A_JPEG_that_ends_within_a_scan_is_copied_up_to_there()
    {
        var jpeg = TestJpeg.Encode(64, 64, (x, y) => ((byte)(x * 3), (byte)(y * 3), 9));

        Assert.Equal(jpeg[..^20], await Filter(Jpeg, PictureSamples.JpegWithExif(jpeg)[..^20]));
    }

    [Fact]
    public async Task A_PNG_with_metadata_in_every_place_becomes_the_PNG_without()
    {
        var png = PictureSamples.Encoded(SKEncodedImageFormat.Png);
        byte[] animated =
        [
            .. png[..33], .. TestPng.Chunk("acTL", new byte[8]), .. TestPng.Chunk("iCCP", new byte[30]), .. TestPng.Chunk("tRNS", [0]),
            .. png[33..^12], .. TestPng.Chunk("fcTL", new byte[26]), .. TestPng.Chunk("fdAT", new byte[9]), .. png[^12..],
        ];

        foreach (var plain in new[] { png, animated })
        {
            var full = PictureSamples.PngWithEverything(plain);
            Assert.True(PictureSamples.ShowsThePlace(full));
            Assert.Equal(plain, await Filter(Png, full));
            Assert.Equal(plain, await Filter(Png, full, pieceLength: 1));
            Assert.Equal(plain, await Filter(Png, plain));
        }
    }

    [Fact]
    public async Task A_GIF_with_metadata_in_every_place_becomes_the_GIF_without()
    {
        var full = PictureSamples.GifWithEverything(PictureSamples.Gif);

        Assert.True(PictureSamples.ShowsThePlace(full));
        Assert.Equal(PictureSamples.Gif, await Filter(Gif, full));
        Assert.Equal(PictureSamples.Gif, await Filter(Gif, full, pieceLength: 1));
        Assert.Equal(PictureSamples.Gif, await Filter(Gif, PictureSamples.Gif));
        Assert.Equal(PictureSamples.Gif[..^1], await Filter(Gif, PictureSamples.Gif[..^1]));
    }

    [Fact]
    public async Task A_BMP_keeps_headers_palette_and_pixels()
    {
        var full = PictureSamples.BmpWithEverything(PictureSamples.Bmp);
        using var plain = SKBitmap.Decode(PictureSamples.Bmp);

        var clean = await Filter(Bmp, full);

        Assert.True(PictureSamples.ShowsThePlace(full));
        Assert.False(PictureSamples.ShowsThePlace(clean));
        using var shown = SKBitmap.Decode(clean);
        Assert.Equal(plain.Bytes, shown.Bytes);
        Assert.Equal(clean.Length, BinaryPrimitives.ReadInt32LittleEndian(clean.AsSpan(2)));
        Assert.Equal(clean, await Filter(Bmp, full, pieceLength: 1));
        Assert.Equal(PictureSamples.Bmp, await Filter(Bmp, PictureSamples.Bmp));
    }

    [Fact]
    public async Task A_WebP_keeps_its_pixels_and_has_zeros_for_its_metadata()
    {
        var webp = PictureSamples.Encoded(SKEncodedImageFormat.Webp, 40, 24);
        var full = PictureSamples.WebpWithEverything(webp, 40, 24);
        using var plain = SKBitmap.Decode(webp);

        var clean = await Filter(Webp, full);

        Assert.True(PictureSamples.ShowsThePlace(full));
        Assert.False(PictureSamples.ShowsThePlace(clean));
        // No flag says that there is EXIF or XMP, and the length is right.
        Assert.Equal(0, clean[20]);
        Assert.Equal(clean.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(clean.AsSpan(4)));
        using var shown = SKBitmap.Decode(clean);
        Assert.Equal(plain.Bytes, shown.Bytes);
        Assert.Equal(clean, await Filter(Webp, full, pieceLength: 1));
        Assert.Equal(webp, await Filter(Webp, webp));
    }

    [Fact]
    public async Task The_orientation_of_the_metadata_is_told()
    {
        var jpeg = TestJpeg.Encode(24, 16, (x, y) => ((byte)x, (byte)y, 9));
        var png = PictureSamples.Encoded(SKEncodedImageFormat.Png);
        var webp = PictureSamples.Encoded(SKEncodedImageFormat.Webp);

        for (var orientation = 1; orientation <= 8; orientation++)
        {
            byte[] turnedPng = [.. png[..^12], .. TestPng.Chunk("eXIf", PictureSamples.Exif(orientation)), .. png[^12..]];
            Assert.Equal((Orientation)orientation, await Told(Jpeg, PictureSamples.JpegWithExif(jpeg, orientation)));
            Assert.Equal((Orientation)orientation, await Told(Png, turnedPng));
            Assert.Equal((Orientation)orientation, await Told(Webp, PictureSamples.WebpWithEverything(webp, 40, 24, orientation)));
        }
    }

    [Theory]
    [InlineData(Jpeg, "FFD8FF")]
    [InlineData(Jpeg, "FFD8FFE1FFFF00")]
    [InlineData(Jpeg, "FFD8FFE10001FFD9")]
    [InlineData(Jpeg, "FFD8FFDB0004AABBFFD8FFD9")]
    [InlineData(Jpeg, "FFD8FF050004AABB")]
    [InlineData(Png, "89504E470D0A1A0A")]
    [InlineData(Png, "89504E470D0A1A0A0000000D4948445200000001000000010802000000907753DEFFFFFFFF49444154")]
    [InlineData(Png, "89504E470D0A1A0A0000000D4948445200000001000000010802000000907753DE7FFFFFFF74455874")]
    [InlineData(Png, "89504E470D0A1A0A0000000049454E44AE426082")]
    [InlineData(Gif, "474946383961020002008000003B")]
    [InlineData(Gif, "47494638396102000200000000AA")]
    [InlineData(Gif, "4749463839610200020000000021FE")]
    [InlineData(Webp, "524946460400000057454250")]
    [InlineData(Webp, "52494646FFFFFFFF5745425056503820FFFFFFFE00")]
    [InlineData(Webp, "524946461000000057454250455849460000000056503820")]
    [InlineData(Bmp, "424D460000000000000036000000280000000200000002000000")]
    [InlineData(Bmp, "424DFFFFFFFF00000000FFFFFFFF28000000FFFFFF7FFFFFFF7F01001800000000001000000000000000000000000000000000000000")]
    public async Task What_is_cut_short_or_states_lengths_beyond_its_end_is_refused(string type, string hex) =>
        await Assert.ThrowsAsync<PictureException>(() => Filter(type, Convert.FromHexString(hex)));

    [Fact]
    public async Task No_more_bytes_are_read_than_allowed_even_behind_the_end()
    {
        byte[] full = [.. PictureSamples.Gif, .. new byte[1000]];

        await Filter(Gif, full, maximum: full.Length);
        var refused = await Assert.ThrowsAsync<PictureException>(() => Filter(Gif, full, maximum: full.Length - 1));

        Assert.Equal(PictureErrorKind.TooLarge, refused.Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Damaged_files_are_copied_or_refused_and_never_grow(int seed)
    {
        var random = new Random(seed);
        (string Type, byte[] File)[] samples =
        [
            .. Fixture.All().Select(jpeg => (Jpeg, PictureSamples.JpegWithEverything(jpeg))),
            (Png, PictureSamples.PngWithEverything(PictureSamples.Encoded(SKEncodedImageFormat.Png))),
            (Gif, PictureSamples.GifWithEverything(PictureSamples.Gif)),
            (Bmp, PictureSamples.BmpWithEverything(PictureSamples.Bmp)),
            (Webp, PictureSamples.WebpWithEverything(PictureSamples.Encoded(SKEncodedImageFormat.Webp), 40, 24)),
        ];
        var (copied, refused) = (0, 0);
        for (var i = 0; i < 4000; i++)
        {
            var (type, file) = samples[i % 2 == 0 ? random.Next(samples.Length) : samples.Length - 1 - random.Next(4)];
            var mutant = Mutate(random, file);
            try
            {
                Assert.InRange((await Filter(type, mutant)).Length, 0, mutant.Length);
                copied++;
            }
            catch (PictureException)
            {
                refused++;
            }
        }

        Assert.True(copied > 200 && refused > 200, $"{copied} were copied and {refused} refused: the damage is too great or too small.");
    }

    private static byte[] Mutate(Random random, byte[] file)
    {
        var mutant = file.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && mutant.Count > 4; changes--)
        {
            var at = random.Next(2) == 0 ? random.Next(Math.Min(150, mutant.Count)) : random.Next(mutant.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant[at] = random.Next(2) == 0 ? (byte)0 : (byte)0xFF;
                    break;
                case 2:
                    mutant.RemoveRange(at, Math.Min(random.Next(1, 40), mutant.Count - at));
                    break;
                case 3:
                    mutant.InsertRange(at, [0xFF, (byte)random.Next(0xC0, 0x100)]);
                    break;
                default:
                    mutant.RemoveRange(at, mutant.Count - at);
                    break;
            }
        }
        return [.. mutant];
    }

    private static async Task<Orientation> Told(string type, byte[] file)
    {
        var filter = MetadataFilter.Of(type)!;
        await foreach (var _ in filter.Copy(new MemoryStream(file), long.MaxValue, CancellationToken.None))
        {
        }
        return filter.Orientation;
    }

    private static async Task<byte[]> Filter(string type, byte[] file, int pieceLength = int.MaxValue, long maximum = long.MaxValue)
    {
        var copy = new MemoryStream();
        await foreach (var piece in MetadataFilter.Of(type)!.Copy(new PieceStream(file, pieceLength), maximum, CancellationToken.None))
            copy.Write(piece.Span);
        return copy.ToArray();
    }

    /// <summary>Gives its bytes in pieces of a length.</summary>
    private sealed class PieceStream(byte[] bytes, int length) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(length, buffer.Length)], cancellationToken);
    }
}
