using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Blobs;

/// <summary>Faults of blob storage: a container that is gone, and a service that hangs.</summary>
public sealed class BlobStoreTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Block = 1 << 20;

    /// <summary>Every request that the store makes.</summary>
    public static TheoryData<string> Requests =>
        [.. new[] { "link", "upload", "blocks", "copy", "find", "start", "open", "list", "delete", "blocks of", "probe" }];

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(Block)]
    [InlineData((2 * Block) + 10)]
    public async Task What_is_uploaded_is_what_is_read(int size)
    {
        var store = Store(new BlobServiceClient(azurite.ConnectionString), TimeProvider.System);

        var etag = await store.Upload("photo", Arriving(Bytes(size)), "image/jpeg", CancellationToken.None);

        await using var read = (await store.OpenRead("photo", etag, CancellationToken.None))!;
        using var stored = new MemoryStream();
        await read.CopyToAsync(stored);
        Assert.Equal(Bytes(size), stored.ToArray());
    }

    [Theory]
    [InlineData(10)]
    [InlineData((2 * Block) + 10)]
    public async Task A_container_that_is_gone_is_made_again_by_the_next_upload(int size)
    {
        var client = new BlobServiceClient(azurite.ConnectionString);
        var store = Store(client, TimeProvider.System);
        await store.Upload("first", Arriving(Bytes(10)), "image/jpeg", CancellationToken.None);
        await client.DeleteBlobContainerAsync("faults");

        await store.Upload("second", Arriving(Bytes(size)), "image/jpeg", CancellationToken.None);

        Assert.Equal(size, (await store.Find("second", CancellationToken.None))?.Size);
        Assert.Null(await store.Find("first", CancellationToken.None));
    }

    [Fact]
    public async Task A_link_to_upload_works_again_once_the_container_was_missed()
    {
        var client = new BlobServiceClient(azurite.ConnectionString);
        var store = Store(client, TimeProvider.System);
        await store.UploadLink("photo", "image/jpeg", DateTimeOffset.UtcNow.AddMinutes(5), CancellationToken.None);
        await client.DeleteBlobContainerAsync("faults");
        Assert.Null(await store.Find("photo", CancellationToken.None));

        var link = await store.UploadLink("photo", "image/jpeg", DateTimeOffset.UtcNow.AddMinutes(5), CancellationToken.None);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, link.Url) { Content = new ByteArrayContent(Bytes(10)) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        Assert.Equal(HttpStatusCode.Created, (await http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_to_storage_that_hangs_ends_at_its_deadline(string request)
    {
        // It accepts connections and never answers.
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        var time = new ManualTime();
        var store = Store(
            new BlobServiceClient(
                azurite.ConnectionString.Replace(
                    new Uri(new BlobServiceClient(azurite.ConnectionString).Uri.AbsoluteUri).Authority, hanging.LocalEndpoint.ToString()),
                BlobDeadlines.ClientOptions),
            time);

        var asked = Ask(store, request);
        await Eventually.Holds(() => time.Waiting > 0, "the request waits for its deadline");
        Assert.False(asked.IsCompleted);
        time.Advance(BlobDeadlines.For(10));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => asked);
    }

    [Fact]
    public void A_deadline_grows_with_the_bytes()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), BlobDeadlines.For(0));
        Assert.Equal(TimeSpan.FromSeconds(205), BlobDeadlines.For(20_000_000));
    }

    private static Task Ask(BlobStore store, string request)
    {
        var content = new MemoryStream(Bytes(request == "blocks" ? 2 * Block : 10));
        var now = DateTimeOffset.UtcNow;
        return request switch
        {
            "link" => store.UploadLink("photo", "image/jpeg", now, CancellationToken.None),
            "upload" or "blocks" => store.Upload("photo", content, "image/jpeg", CancellationToken.None),
            "copy" => store.CopyFrom(store, "photo", "*", "copy", "image/jpeg", now, CancellationToken.None),
            "find" => store.Find("photo", CancellationToken.None),
            "start" => store.ReadStart("photo", "*", 10, CancellationToken.None),
            "open" => store.OpenRead("photo", CancellationToken.None),
            "list" => store.List("photo", CancellationToken.None),
            "delete" => store.Delete("photo", CancellationToken.None),
            "blocks of" => store.DeleteBlocks("photo", CancellationToken.None),
            "probe" => store.Probe(CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, null),
        };
    }

    private static BlobStore Store(BlobServiceClient client, TimeProvider deadlines)
    {
        var keys = new DelegationKeys(client, TimeProvider.System, NullLogger<DelegationKeys>.Instance);
        return new BlobStore(client, new BlobLinks(client, keys, TimeProvider.System), new BlobDeadlines(deadlines), "faults");
    }

    private static byte[] Bytes(int size) => [.. Enumerable.Range(0, size).Select(place => (byte)(place * 7 % 251))];

    /// <summary>A stream that cannot be read twice, as a request's body.</summary>
    private static UploadStream Arriving(byte[] bytes) =>
        new(new MemoryStream(bytes), long.MaxValue, default, () => new IOException(), () => new IOException());
}
