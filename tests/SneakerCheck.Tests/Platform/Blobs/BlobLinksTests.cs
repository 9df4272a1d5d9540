using System.Globalization;
using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Tests.Platform.Blobs;

public sealed class BlobLinksTests : IAsyncLifetime
{
    private const BlobSasPermissions Upload = BlobSasPermissions.Create | BlobSasPermissions.Write;
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);
    private DelegationService storage = null!;

    public async Task InitializeAsync() => storage = await DelegationService.Start();

    public async Task DisposeAsync() => await storage.DisposeAsync();

    [Fact]
    public async Task The_key_is_requested_as_the_identity_and_starts_slightly_in_the_past()
    {
        await Link();

        var request = Assert.Single(storage.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal($"/{DelegationService.Account}/?restype=service&comp=userdelegationkey", request.PathAndQuery.Replace("%2F", "/"));
        Assert.Equal($"Bearer {DelegationService.Bearer}", request.Header("Authorization"));
        Assert.Matches(@"^20\d\d-\d\d-\d\d$", request.Header("x-ms-version"));
        var asked = XDocument.Load(new MemoryStream(request.Body)).Root!;
        Assert.Equal("KeyInfo", asked.Name);
        Assert.Equal(storage.Time.GetUtcNow().AddMinutes(-5), Moment(asked, "Start"));
        Assert.InRange(Moment(asked, "Expiry") - storage.Time.GetUtcNow(), TimeSpan.FromHours(6), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task A_link_names_the_key_and_carries_the_signature_that_the_service_will_compute()
    {
        var link = await Link(name: "7/photo one.jpg");

        Assert.Equal(
            ["se", "sig", "ske", "skoid", "sks", "skt", "sktid", "skv", "sp", "spr", "sr", "st", "sv"], link.Parameters.Order());
        Assert.Equal("cw", link["sp"]);
        Assert.Equal("b", link["sr"]);
        Assert.Equal("https", link["spr"]);
        Assert.Equal(DelegationService.ObjectId, link["skoid"]);
        Assert.Equal(DelegationService.TenantId, link["sktid"]);
        Assert.Equal("b", link["sks"]);
        Assert.Equal(Assert.Single(storage.Requests).Header("x-ms-version"), link["skv"]);
        Assert.Equal(storage.Time.GetUtcNow().AddMinutes(-5), link.Moment("st"));
        Assert.Equal(storage.Time.GetUtcNow() + LinkLifetime, link.Moment("se"));
        Assert.True(link.Moment("skt") <= link.Moment("st"));
        Assert.True(link.Moment("se") <= link.Moment("ske"));
        Assert.Equal(link.Signature(DelegationService.Account, storage.SecretFrom(link["skt"])), link["sig"]);
    }

    [Fact]
    public async Task A_link_signed_for_another_blob_or_by_another_key_has_another_signature()
    {
        var link = await Link();
        var other = await Link(name: "another.jpg");

        Assert.NotEqual(link["sig"], other["sig"]);
        Assert.NotEqual(link.Signature(DelegationService.Account, new byte[32]), link["sig"]);
    }

    [Fact]
    public async Task A_link_that_outlasts_the_usual_key_gets_a_longer_key()
    {
        await Link();

        var link = await Link(TimeSpan.FromDays(2));

        Assert.Equal(2, storage.Requests.Count);
        Assert.True(link.Moment("se") <= link.Moment("ske"));
    }

    [Fact]
    public async Task Concurrent_callers_share_one_request()
    {
        var gate = new TaskCompletionSource();
        storage.Gate = gate.Task;

        var links = Enumerable.Range(0, 20).Select(_ => Link()).ToArray();
        await storage.Arrived;
        gate.SetResult();

        Assert.Single((await Task.WhenAll(links)).Select(link => link["skt"]).Distinct());
        Assert.Single(storage.Requests);
    }

    [Fact]
    public async Task The_key_is_kept_until_an_hour_before_it_expires_and_then_renewed()
    {
        var first = await Link();
        storage.Time.Advance(first.Moment("ske") - storage.Time.GetUtcNow() - TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(first["skt"], (await Link())["skt"]);

        storage.Time.Advance(TimeSpan.FromSeconds(1));
        var renewed = await Link();

        Assert.NotEqual(first["skt"], renewed["skt"]);
        Assert.Equal(renewed.Signature(DelegationService.Account, storage.SecretFrom(renewed["skt"])), renewed["sig"]);
        Assert.Equal(2, storage.Requests.Count);
    }

    [Fact]
    public async Task While_the_key_is_renewed_the_old_one_is_used_without_waiting()
    {
        var first = await Link();
        storage.Time.Advance(TimeSpan.FromHours(5.5));
        var gate = new TaskCompletionSource();
        storage.Gate = gate.Task;

        var renewing = Link();
        var served = await Link();

        Assert.Equal(first["skt"], served["skt"]);
        Assert.False(renewing.IsCompleted);
        gate.SetResult();
        Assert.NotEqual(first["skt"], (await renewing)["skt"]);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task While_storage_refuses_the_old_key_signs_links_that_expire_before_it(int status)
    {
        var first = await Link();
        storage.Time.Advance(TimeSpan.FromHours(5.5));
        storage.Failure = status;

        Assert.Equal(first["skt"], (await Link())["skt"]);
        Assert.Equal(first["skt"], (await Link())["skt"]);
        Assert.Equal(2, storage.Requests.Count);
        Assert.Equal(status, (await Assert.ThrowsAsync<RequestFailedException>(() => Link(TimeSpan.FromHours(1)))).Status);

        storage.Failure = null;
        storage.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(first["skt"], (await Link())["skt"]);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_failed_request_is_reported_and_not_cached(int status)
    {
        storage.Failure = status;
        Assert.Equal(status, (await Assert.ThrowsAsync<RequestFailedException>(() => Link())).Status);

        storage.Failure = null;
        await Link();

        Assert.Equal(2, storage.Requests.Count);
    }

    [Fact]
    public async Task A_request_to_storage_times_out_after_ten_seconds()
    {
        storage.Gate = new TaskCompletionSource().Task;

        var link = Link();
        await storage.Arrived;
        storage.Time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => link);
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_affect_the_next()
    {
        using var cancellation = new CancellationTokenSource();
        storage.Gate = new TaskCompletionSource().Task;
        var impatient = Link(cancellation: cancellation.Token);
        await storage.Arrived;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        storage.Gate = Task.CompletedTask;

        Assert.NotEqual("", (await Link())["sig"]);
    }

    [Fact]
    public async Task Azurites_links_are_signed_by_its_account_key_and_may_be_plain_http()
    {
        var azurite = new BlobServiceClient("UseDevelopmentStorage=true");
        using var keys = new DelegationKeys(azurite, storage.Time, NullLogger<DelegationKeys>.Instance);
        var uri = await new BlobLinks(azurite, keys, storage.Time).Link(
            azurite.GetBlobContainerClient("photos").GetBlobClient("a.jpg"), Upload, storage.Time.GetUtcNow() + LinkLifetime, default);
        var link = new SignedLink(uri);

        Assert.Equal("https,http", link["spr"]);
        Assert.Equal("cw", link["sp"]);
        Assert.Equal("b", link["sr"]);
        Assert.DoesNotContain("skoid", link.Parameters);
        Assert.DoesNotContain("sip", link.Parameters);
    }

    [Theory]
    [InlineData("http://192.168.1.20:10000", "http://192.168.1.20:10000/devstoreaccount1/photos/a.jpg")]
    [InlineData("https://photos.example.org/storage/", "https://photos.example.org/storage/devstoreaccount1/photos/a.jpg")]
    public async Task Links_carry_the_address_that_clients_reach(string address, string start)
    {
        var azurite = new BlobServiceClient("UseDevelopmentStorage=true");
        using var keys = new DelegationKeys(azurite, storage.Time, NullLogger<DelegationKeys>.Instance);
        var blob = azurite.GetBlobContainerClient("photos").GetBlobClient("a.jpg");
        Task<Uri> Link(Uri? clients) => new BlobLinks(azurite, keys, storage.Time, clients).PublicLink(
            blob, Upload, storage.Time.GetUtcNow() + LinkLifetime, default);

        var link = await Link(new Uri(address));

        Assert.StartsWith(start + "?", link.AbsoluteUri);
        Assert.Equal((await Link(null)).Query, link.Query);
        Assert.StartsWith("http://127.0.0.1:10000/", blob.Uri.AbsoluteUri);
    }

    private async Task<SignedLink> Link(TimeSpan? lifetime = null, string name = "a.jpg", CancellationToken cancellation = default) =>
        new(await storage.Links.Link(
            storage.Client.GetBlobContainerClient("photos").GetBlobClient(name),
            Upload,
            storage.Time.GetUtcNow() + (lifetime ?? LinkLifetime),
            cancellation));

    private static DateTimeOffset Moment(XElement asked, string name) =>
        DateTimeOffset.Parse(asked.Element(name)!.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
