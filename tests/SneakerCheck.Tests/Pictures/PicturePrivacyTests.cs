using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using SneakerCheck.Imaging;
using SneakerCheck.Pictures;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Imaging;
using SneakerCheck.Tests.Imaging.Metadata;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Whatever the feed shows tells nobody where it was taken.</summary>
public sealed class PicturePrivacyTests
{
    private const int Width = 96, Height = 64;

    // The corners of the picture turned by each orientation: top left, top right, bottom left, bottom right.
    private static readonly string[] Corners = ["RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"];

    [Fact]
    public async Task Pictures_are_shown_without_where_they_were_taken_in_any_format()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        var (photo, png, webp) = (
            TestPhoto.Unique(), PictureSamples.Encoded(SKEncodedImageFormat.Png), PictureSamples.Encoded(SKEncodedImageFormat.Webp));
        (byte[] Plain, byte[] Full)[] pictures =
        [
            (photo, PictureSamples.JpegWithEverything(photo)),
            (png, PictureSamples.PngWithEverything(png)),
            (PictureSamples.Gif, PictureSamples.GifWithEverything(PictureSamples.Gif)),
            (PictureSamples.Bmp, PictureSamples.BmpWithEverything(PictureSamples.Bmp)),
            (webp, PictureSamples.WebpWithEverything(webp, 40, 24)),
        ];
        using var storage = new HttpClient();

        foreach (var (plain, picture) in pictures)
        {
            Assert.True(PictureSamples.ShowsThePlace(picture));
            var id = await user.Post(picture);

            var shown = await user.Get(id);
            var data = Convert.FromBase64String(shown.Text("data"));
            var linked = await storage.GetByteArrayAsync((await user.Get(id, "fields=url")).Text("url"));

            Assert.False(PictureSamples.ShowsThePlace(data));
            Assert.Equal(data, linked);
            Assert.Equal(data.Length, shown.GetProperty("size").GetInt32());
            using var before = SKBitmap.Decode(plain);
            using var after = SKBitmap.Decode(data);
            Assert.Equal(before.Bytes, after.Bytes);
        }
    }

    [Fact]
    public async Task A_published_photo_of_a_check_does_not_tell_where_it_was_taken()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var plain = TestPhoto.Unique();
        var photo = PictureSamples.JpegWithEverything(plain);
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", photo));
        await owner.Run(task);

        var reply = await owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/pictures", new { });

        var published = Assert.Single((await reply.Json(HttpStatusCode.OK)).List("pictures")).GetProperty("picture_id").GetInt64();
        var shown = Convert.FromBase64String((await (await PictureClient.Create(host)).Get(published)).Text("data"));
        Assert.True(PictureSamples.ShowsThePlace(photo));
        Assert.Equal(plain, shown);
    }

    [Fact]
    public async Task A_JPEG_is_shown_turned_as_its_metadata_says()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        var jpeg = TestJpeg.Encode(Width, Height, Quarters, 95);

        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var id = await user.Post(PictureSamples.JpegWithExif(jpeg, orientation));

            var shown = await user.Get(id);
            var data = Convert.FromBase64String(shown.Text("data"));
            Assert.Equal("image/jpeg", shown.Text("content_type"));
            Assert.Equal(data.Length, shown.GetProperty("size").GetInt32());
            Assert.Equal(Orientation.Normal, JpegHeader.Read(data).Orientation);
            Assert.False(PictureSamples.ShowsThePlace(data));
            AssertTurned(orientation, data);
            Assert.Equal(orientation == 1, data.AsSpan().SequenceEqual(jpeg));
        }
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp")]
    public async Task A_PNG_or_WebP_is_shown_turned_as_its_metadata_says(SKEncodedImageFormat format, string contentType)
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (red, green, blue) = Quarters(x, y);
                bitmap.SetPixel(x, y, new SKColor(red, green, blue));
            }
        }
        var plain = bitmap.Encode(format, 95).ToArray();

        for (var orientation = 2; orientation <= 8; orientation++)
        {
            var picture = format == SKEncodedImageFormat.Webp
                ? PictureSamples.WebpWithEverything(plain, Width, Height, orientation)
                : [.. plain[..33], .. TestPng.Chunk("eXIf", PictureSamples.Exif(orientation)), .. plain[33..]];

            var shown = await user.Get(await user.Post(picture));

            Assert.Equal(contentType, shown.Text("content_type"));
            AssertTurned(orientation, Convert.FromBase64String(shown.Text("data")));
        }
    }

    [Fact]
    public async Task A_JPEG_that_needs_no_turning_keeps_its_profile_and_a_turned_one_its_colours()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        // Wider than sRGB: its red is another one.
        var withProfile = Red(SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3));
        Assert.True(withProfile.AsSpan().IndexOf("ICC_PROFILE"u8) > 0);

        var upright = await Shown(PictureSamples.JpegWithExif(withProfile));
        var turned = await Shown(PictureSamples.JpegWithExif(withProfile, 6));

        Assert.Equal(withProfile, upright);
        var (plain, expected, color) = (Color(Red(SKColorSpace.CreateSrgb())), Color(withProfile), Color(turned));
        Assert.True(Distance(plain, expected) > 10, "The profile does not matter to the colour.");
        Assert.InRange(Distance(color, expected), 0, 4);

        async Task<byte[]> Shown(byte[] picture) => Convert.FromBase64String((await user.Get(await user.Post(picture))).Text("data"));

        static byte[] Red(SKColorSpace colors)
        {
            using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque, colors));
            var pixels = bitmap.GetPixelSpan();
            for (var i = 0; i < pixels.Length; i += 4)
                new byte[] { 200, 60, 60, 255 }.CopyTo(pixels[i..]);
            return bitmap.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray();
        }

        static SKColor Color(byte[] file)
        {
            using var codec = SKCodec.Create(new MemoryStream(file));
            using var bitmap = SKBitmap.Decode(codec, codec.Info.WithColorSpace(SKColorSpace.CreateSrgb()));
            return bitmap.GetPixel(30, 30);
        }

        static int Distance(SKColor one, SKColor other) =>
            Math.Abs(one.Red - other.Red) + Math.Abs(one.Green - other.Green) + Math.Abs(one.Blue - other.Blue);
    }

    [Fact]
    [Trait(Speed.Category, Speed.Slow)]
    public async Task A_turned_JPEG_above_32_megapixels_is_reduced_and_a_PNG_refused()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        using var bitmap = new SKBitmap(new SKImageInfo(8400, 4000, SKColorType.Gray8, SKAlphaType.Opaque));
        var jpeg = PictureSamples.JpegWithExif(bitmap.Encode(SKEncodedImageFormat.Jpeg, 80).ToArray(), 8);
        var plain = bitmap.Encode(SKEncodedImageFormat.Png, 80).ToArray();
        byte[] png = [.. plain[..33], .. TestPng.Chunk("eXIf", PictureSamples.Exif(8)), .. plain[33..]];

        var shown = Convert.FromBase64String((await user.Get(await user.Post(jpeg))).Text("data"));
        var refused = await user.Http.PostAsJsonAsync("/api/picture", new { data = Convert.ToBase64String(png) });

        // Seven eighths of its sides.
        var header = JpegHeader.Read(shown);
        Assert.Equal((3500, 7350), (header.Width, header.Height));
        await refused.Envelope(413, 2);
    }

    [Fact]
    public async Task The_small_version_of_a_turned_picture_is_turned()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        var large = TestJpeg.Encode(1600, 1200, (x, y) => ((byte)(x / 7), (byte)(y / 5), (byte)((x * 31) ^ (y * 17))), 90);
        var id = await user.Post(PictureSamples.JpegWithExif(large, 6));

        var small = Convert.FromBase64String((await user.Get(id, "size=small")).Text("data"));

        var header = JpegHeader.Read(small);
        Assert.Equal((150, 200), (header.Width, header.Height));
        Assert.False(PictureSamples.ShowsThePlace(small));
    }

    [Theory]
    [InlineData("a JPEG cut off in its header")]
    [InlineData("a TIFF")]
    [InlineData("a HEIC")]
    [InlineData("a turned JPEG that cannot be decoded")]
    public async Task What_cannot_be_shown_without_its_metadata_is_refused(string what)
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        var jpeg = TestJpeg.Encode(32, 32, (x, y) => ((byte)x, (byte)y, 9));
        byte[] picture = what switch
        {
            "a JPEG cut off in its header" => PictureSamples.JpegWithExif(jpeg)[..60],
            "a TIFF" => PictureSamples.Exif(),
            "a HEIC" => [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[100]],
            _ => PictureSamples.JpegWithExif([0xFF, 0xD8, .. PictureSamples.Segment(0xDA, [1, 2, 3]), 1, 2, 3, 0xFF, 0xD9], 3),
        };

        var reply = await user.Http.PostAsJsonAsync("/api/picture", new { data = Convert.ToBase64String(picture) });

        await reply.Envelope(400, 6);
        Assert.Empty(await user.Own());
    }

    [Fact]
    public async Task Where_pictures_cannot_be_turned_only_those_that_need_it_are_refused()
    {
        PictureTurner.TurnedEncoding missing = (_, _) =>
            throw new TypeInitializationException("SkiaSharp", new DllNotFoundException("libSkiaSharp"));
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton(services => new PictureTurner(
            services.GetRequiredService<PhotoMemory>(), missing)));
        var user = await PictureClient.Create(host);
        var jpeg = TestPhoto.Unique();

        var refused = await user.Http.PostAsJsonAsync(
            "/api/picture", new { data = Convert.ToBase64String(PictureSamples.JpegWithExif(jpeg, 6)) });

        await refused.Envelope(422, 10);
        Assert.Empty(await user.Own());
        var shown = await user.Get(await user.Post(PictureSamples.JpegWithExif(jpeg)));
        Assert.Equal(jpeg, Convert.FromBase64String(shown.Text("data")));
    }

    [Fact]
    public async Task Pictures_that_differ_only_in_their_metadata_are_stored_once()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var jpeg = TestPhoto.Unique();

        await user.Post(jpeg);
        await user.Post(PictureSamples.JpegWithExif(jpeg));

        var content = await host.Services.GetRequiredService<PictureContents>()
            .Find(Convert.ToHexStringLower(SHA256.HashData(jpeg)), CancellationToken.None);
        Assert.Equal(2, content!.References);
    }

    // A red, a green, a blue and a white quarter.
    private static (byte Red, byte Green, byte Blue) Quarters(int x, int y) => (x < Width / 2, y < Height / 2) switch
    {
        (true, true) => (255, 0, 0),
        (false, true) => (0, 255, 0),
        (true, false) => (0, 0, 255),
        _ => (255, 255, 255),
    };

    private static void AssertTurned(int orientation, byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        Assert.Equal(orientation >= 5 ? (Height, Width) : (Width, Height), (bitmap.Width, bitmap.Height));
        var (left, right) = (bitmap.Width / 4, bitmap.Width * 3 / 4);
        var (top, bottom) = (bitmap.Height / 4, bitmap.Height * 3 / 4);
        var corners = new[] { (left, top), (right, top), (left, bottom), (right, bottom) }
            .Select(place => Letter(bitmap.GetPixel(place.Item1, place.Item2)));
        Assert.Equal(Corners[orientation - 1], string.Concat(corners));

        static char Letter(SKColor color) => (color.Red > 128, color.Green > 128, color.Blue > 128) switch
        {
            (true, false, false) => 'R',
            (false, true, false) => 'G',
            (false, false, true) => 'B',
            (true, true, true) => 'W',
            _ => '?',
        };
    }
}
