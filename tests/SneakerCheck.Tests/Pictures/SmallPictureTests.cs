using SneakerCheck.Imaging;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Pictures;

public sealed class SmallPictureTests
{
    private static readonly Lazy<byte[]> Large = new(() => TestJpeg.Encode(
        1600, 1200, (x, y) => ((byte)(x / 7), (byte)(y / 5), (byte)((x * 31) ^ (y * 17))), 90));

    [Fact]
    public async Task The_small_version_of_a_large_JPEG_has_an_eighth_of_its_width_and_height()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        var id = await user.Post(Large.Value);

        var small = Convert.FromBase64String((await user.Get(id, "size=small")).Text("data"));

        var header = JpegHeader.Read(small);
        Assert.Equal((200, 150), (header.Width, header.Height));
        Assert.True(small.Length * 10 < Large.Value.Length, $"{small.Length} of {Large.Value.Length}");
        var (shown, whole) = (JpegReader.Read(small, JpegLimits.Default), JpegReader.Read(Large.Value, JpegLimits.Default));
        Assert.InRange(Math.Abs(shown.Luma.Average(value => value) - whole.Luma.Average(value => value)), 0, 3);
        Assert.Equal(Convert.ToBase64String(Large.Value), (await user.Get(id)).Text("data"));
    }

    [Fact]
    public async Task Small_versions_are_also_listed_and_linked_to()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        var id = await user.Post(Large.Value);
        var pixel = await user.Post(PictureClient.NewImage());
        using var storage = new HttpClient();

        var linked = (await user.List($"username={user.UserName}&size=small&fields=url")).List("pictures").ToArray();
        var listed = (await user.List($"username={user.UserName}&size=small")).List("pictures").ToArray();

        Assert.Equal([pixel, id], linked.Select(picture => picture.GetProperty("id").GetInt64()));
        var bytes = await Task.WhenAll(linked.Select(picture => storage.GetByteArrayAsync(picture.Text("url"))));
        Assert.Equal(listed.Select(picture => picture.Text("data")), bytes.Select(Convert.ToBase64String));
        Assert.Equal(200, JpegHeader.Read(bytes[1]).Width);
    }

    [Fact]
    public async Task The_original_is_used_if_it_is_small_or_not_a_readable_JPEG()
    {
        var user = await PictureClient.Create(await TestHost.Shared);
        // Segments in order, but no frame.
        byte[] broken = [0xFF, 0xD8, 0xFF, 0xDB, 0, 18, .. Guid.NewGuid().ToByteArray(), 0xFF, 0xDA, 0, 2, .. new byte[100_000]];
        var middling = TestJpeg.Encode(1000, 700, (x, y) => ((byte)(x * y), (byte)(x ^ y), (byte)(x * 7)), 95);
        Assert.True(middling.Length > 65_536);

        foreach (var image in new[] { Tests.Checks.TestPhoto.Unique(), PictureClient.NewImage(100_000), broken, middling })
        {
            var id = await user.Post(image);
            for (var times = 0; times < 2; times++)
                Assert.Equal(Convert.ToBase64String(image), (await user.Get(id, "size=small")).Text("data"));
        }
    }
}
