using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Pictures;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Equal bytes are stored once, and kept as long as a picture refers to them.</summary>
public sealed class PictureContentTests
{
    [Fact]
    public async Task Equal_bytes_of_different_users_are_stored_once()
    {
        var host = await TestHost.Shared;
        var (first, second) = (await PictureClient.Create(host), await PictureClient.Create(host));
        var image = PictureClient.NewImage();

        var ids = new[] { await first.Post(image), await first.Post(image), await second.Post(image) };

        Assert.Equal(3, ids.Distinct().Count());
        var content = await Content(host, image);
        Assert.Equal(3, content!.References);
        Assert.Equal(PictureBlob.Name(ids[0]), content.Blob);
        Assert.Equal([content.Blob], await Blobs(host, ids));
        Assert.All(
            await Task.WhenAll(ids.Select(id => second.Get(id))),
            picture => Assert.Equal(Convert.ToBase64String(image), picture.Text("data")));
    }

    [Fact]
    public async Task Bytes_are_kept_until_the_last_picture_that_refers_to_them_is_deleted()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        var image = PictureClient.NewImage();
        var ids = new[] { await user.Post(image), await user.Post(image), await user.Post(image) };

        await user.Delete(ids[0]);
        Assert.Equal(2, (await Content(host, image))!.References);
        Assert.Equal(Convert.ToBase64String(image), (await user.Get(ids[2])).Text("data"));
        await user.Delete(ids[2]);
        await user.Delete(ids[1]);

        Assert.Null(await Content(host, image));
        await Hosting.Eventually.Holds(async () => (await Blobs(host, ids)).Length == 0, "the blobs are gone");
        Assert.Empty(await user.Own());
        var again = await user.Post(image);
        Assert.Equal(Convert.ToBase64String(image), (await user.Get(again)).Text("data"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_that_storage_lost_are_shown_again_to_all_after_anybody_posts_them(bool isCutShort)
    {
        var host = await TestHost.Shared;
        var (first, second) = (await PictureClient.Create(host), await PictureClient.Create(host));
        var image = PictureClient.NewImage();
        var ids = new List<long> { await first.Post(image), await second.Post(image) };
        var blob = Blob(host, (await Content(host, image))!.Blob);

        // As a killed Azurite leaves it: the document is there, the blob is not, or is only begun.
        if (isCutShort)
            await blob.UploadAsync(new BinaryData(image[..20]), overwrite: true);
        else
            await blob.DeleteAsync();
        ids.Add(await second.Post(image));

        Assert.All(
            await Task.WhenAll(ids.Select(id => first.Get(id))),
            picture => Assert.Equal(Convert.ToBase64String(image), picture.Text("data")));
        Assert.Equal("image/png", (await blob.GetPropertiesAsync()).Value.ContentType);
        Assert.Equal([PictureBlob.Name(ids[0])], await Blobs(host, ids));
        Assert.Equal(3, (await Content(host, image))!.References);
    }

    [Fact]
    public async Task Posting_and_deleting_equal_bytes_concurrently_loses_no_picture()
    {
        var host = await TestHost.Shared;
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PictureClient.Create(host)));
        var image = PictureClient.NewImage();

        var kept = await Task.WhenAll(users.Select(async user =>
        {
            for (var i = 0; i < 6; i++)
                await user.Delete(await user.Post(image));
            return await user.Post(image);
        }));

        Assert.Equal(4, (await Content(host, image))!.References);
        Assert.All(
            await Task.WhenAll(kept.Select(id => users[0].Get(id))),
            picture => Assert.Equal(Convert.ToBase64String(image), picture.Text("data")));
        Assert.All(await Task.WhenAll(users.Select(user => user.Own())), own => Assert.Single(own));
    }

    private static Task<PictureContent?> Content(TestHost host, byte[] image) => host.Services.GetRequiredService<PictureContents>()
        .Find(Convert.ToHexStringLower(SHA256.HashData(image)), CancellationToken.None);

    private static async Task<string[]> Blobs(TestHost host, IEnumerable<long> ids)
    {
        var names = ids.Select(PictureBlob.Name).ToArray();
        var found = await Task.WhenAll(names.Select(async name => (await Blob(host, name).ExistsAsync()).Value));
        return [.. names.Zip(found).Where(blob => blob.Second).Select(blob => blob.First)];
    }

    private static BlobClient Blob(TestHost host, string name) =>
        host.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(PictureBlob.Container).GetBlobClient(name);
}
