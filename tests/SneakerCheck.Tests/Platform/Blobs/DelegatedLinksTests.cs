using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Tests.Platform.Blobs;

/// <summary>From the identity's token to the stored photo, on the real Azurite, which checks signatures like Azure.</summary>
public sealed class DelegatedLinksTests
{
    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_link_signed_by_a_delegation_key_uploads_only_its_blob_until_it_expires()
    {
        using var azurite = await SecureAzurite.Start();
        var time = new OffsetTime();
        using var keys = new DelegationKeys(azurite.Client, time, NullLogger<DelegationKeys>.Instance);
        var photos = new BlobStore(azurite.Client, new BlobLinks(azurite.Client, keys, time), new(TimeProvider.System), "photos");

        var link = (await photos.UploadLink("7/a photo.jpg", "image/jpeg", time.GetUtcNow().AddMinutes(15), CancellationToken.None)).Url;
        Assert.Equal(HttpStatusCode.Created, await Put(azurite, link));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(azurite, new Uri(link.AbsoluteUri.Replace("photo.jpg", "other.jpg"))));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(azurite, new Uri(link.AbsoluteUri.Replace("sp=cw", "sp=rcw"))));
        Assert.Equal(HttpStatusCode.Forbidden, (await azurite.Http.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await azurite.Http.DeleteAsync(link)).StatusCode);

        var read = await photos.ReadLink(
            "7/a photo.jpg", "image/jpeg", "tag.jpg", time.GetUtcNow().AddMinutes(5), CancellationToken.None);
        Assert.Equal("photo", await azurite.Http.GetStringAsync(read));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(azurite, read));

        time.Offset = TimeSpan.FromMinutes(-20);
        var expired = (await photos.UploadLink("7/a photo.jpg", "image/jpeg", time.GetUtcNow().AddMinutes(15), CancellationToken.None)).Url;
        Assert.Equal(HttpStatusCode.Forbidden, await Put(azurite, expired));
    }

    private static async Task<HttpStatusCode> Put(SecureAzurite azurite, Uri link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, link) { Content = new StringContent("photo") };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var response = await azurite.Http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The real time with an offset.</summary>
    private sealed class OffsetTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
