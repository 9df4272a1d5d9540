using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Notifications;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Checks;

/// <summary>Attacks by the holder of an upload link: nothing that was judged can be changed, and nothing that was deleted stays.</summary>
public sealed class FrozenPhotosTests
{
    private readonly byte[] genuine = TestPhoto.Unique();
    private readonly byte[] counterfeit = TestPhoto.Unique();

    [Fact]
    public async Task The_link_of_a_submitted_photo_changes_nothing_that_is_shown_or_published()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var (task, upload) = await Uploaded(owner, genuine);
        await owner.Run(task);

        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, counterfeit)).StatusCode);

        Assert.Equal(genuine, await Read(await Link(owner, task)));
        var published = await owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/pictures", new { });
        var picture = (await published.Json(HttpStatusCode.OK)).List("pictures").Single();
        var shown = await (await PictureClient.Create(host)).Get(picture.GetProperty("picture_id").GetInt64());
        Assert.Equal(Convert.ToBase64String(genuine), shown.Text("data"));
    }

    [Fact]
    public async Task Submission_needs_no_way_from_storage_to_the_address_that_clients_use()
    {
        // Reserved for documentation, so nothing answers there.
        var settings = new Dictionary<string, string?> { ["Blobs:PublicUrl"] = "http://192.0.2.1:10000/" };
        // Azurite finds a source by its path alone, so the address shows in the request only.
        var copies = new Copies();
        var options = new BlobClientOptions();
        options.AddPolicy(copies, HttpPipelinePosition.PerCall);
        var client = new BlobServiceClient(await AzuriteFixture.GetConnectionString(), options);
        await using var host = await TestHost.Start(
            configure: builder => builder.Services.AddSingleton(client), settings: settings);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", genuine.Length)).GetProperty("upload");
        Assert.StartsWith("http://192.0.2.1:10000/", upload.Text("url"));
        await PhotoStorage.Upload(host, upload).UploadAsync(new BinaryData(genuine));

        await owner.Run(task);

        Assert.Equal([client.Uri.Host], copies.Sources.Select(source => source.Host));
        Assert.Equal("192.0.2.1", (await Link(owner, task)).Host);
    }

    [Fact]
    public async Task A_rerun_judges_the_bytes_that_the_first_run_judged()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var (task, upload) = await Uploaded(owner, genuine);
        var first = await owner.Run(task);
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, counterfeit)).StatusCode);

        await (await (await host.Operator()).PostAsync($"/api/v1/checks/{task}/rerun", null)).Json(HttpStatusCode.OK);

        var second = await owner.Finished(task);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(genuine)), Sha256(first));
        Assert.Equal(Sha256(first), Sha256(second));
        Assert.Equal(Sha256(first), second.List("files").Single().Text("sha256"));
    }

    [Fact]
    public async Task An_inference_server_reads_what_was_submitted_although_the_upload_is_replaced_while_it_works()
    {
        var (host, upload, read) = (await TestHost.Shared, default(JsonElement), Array.Empty<byte>());
        await using var server = await LocalServer.Start(async (request, context) =>
        {
            Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, genuine)).StatusCode);
            read = await Read(new Uri(JsonNode.Parse(request.Body)!["inputs"]![0]!["data"]![0]!.ToString()));
            await InferenceScorerTests.Reply(context, 0.01, read.AsSpan().SequenceEqual(counterfeit) ? 0.9 : 0.01);
        });
        var template = await InferenceScorerTests.Release(host, server.Address, $"frozen-{Guid.NewGuid():N}");
        var owner = await host.Owner();
        var task = await owner.CreateTask(template, TestHost.PlainModel);
        upload = (await owner.Announce(task, "appear", counterfeit.Length)).GetProperty("upload");
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, counterfeit)).StatusCode);

        var finished = await owner.Run(task);

        Assert.Equal(counterfeit, read);
        Assert.Equal("fake", finished.Text("answer"));
    }

    [Fact]
    public async Task Concurrent_submissions_leave_one_copy_of_each_photo()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var (task, upload) = await Uploaded(owner, genuine);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => owner.Submit(task)));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.StatusCode));
        var finished = await owner.Finished(task);
        Assert.True(finished.GetProperty("report").List("photos").Single().GetProperty("usable").GetBoolean());
        await Eventually.Holds(
            async () => !await PhotoStorage.Holds(host, upload) && await PhotoStorage.Count(host, owner.Id) == 1, "one copy is left");
    }

    [Fact]
    public async Task A_refused_submission_leaves_no_copy()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var tag = (await owner.Announce(task, "tag", genuine.Length)).GetProperty("upload");
        await TestHostOwner.Upload(tag, genuine);

        await (await owner.Submit(task)).Problem(409, "task_not_ready");

        Assert.Empty(await PhotoStorage.Names(host, PhotoBlob.EvidenceContainer, owner.Id));
        Assert.True(await PhotoStorage.Holds(host, tag));
    }

    [Fact]
    public async Task Storage_serves_a_photo_as_an_image_whatever_its_uploader_declared()
    {
        var owner = await (await TestHost.Shared).Owner();
        var page = "<script>alert(1)</script>"u8.ToArray();
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", genuine.Length)).GetProperty("upload");
        await new BlobClient(new Uri(upload.Text("url"))).UploadAsync(
            new BinaryData(page), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/html" } });

        using var http = new HttpClient();
        using var served = await http.GetAsync(await Link(owner, task));

        Assert.Equal("image/jpeg", served.Content.Headers.ContentType?.MediaType);
        Assert.Equal("appear.jpg", served.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        await TestHostOwner.Upload(upload, genuine);
        await owner.Run(task);
        using var judged = await http.GetAsync(await Link(owner, task));
        Assert.Equal("image/jpeg", judged.Content.Headers.ContentType?.MediaType);
        Assert.Empty(judged.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Headers_that_the_uploader_set_are_not_taken_over()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var (task, upload) = await Uploaded(owner, genuine);
        await new BlobClient(new Uri(upload.Text("url"))).SetHttpHeadersAsync(
            new BlobHttpHeaders { ContentType = "text/html", ContentEncoding = "gzip", ContentDisposition = "inline; filename=a.html" });

        await owner.Run(task);

        using var http = new HttpClient();
        using var judged = await http.GetAsync(await Link(owner, task));
        Assert.Equal("image/jpeg", judged.Content.Headers.ContentType?.MediaType);
        Assert.Empty(judged.Content.Headers.ContentEncoding);
        Assert.Equal(genuine, await judged.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_archived_photo_is_rejected()
    {
        var owner = await (await TestHost.Shared).Owner();
        var (task, upload) = await Uploaded(owner, genuine);
        await new BlobClient(new Uri(upload.Text("url"))).SetAccessTierAsync(AccessTier.Archive);

        var problem = await (await owner.Submit(task)).Problem(409, "task_not_ready");

        Assert.Equal("unreadable", problem.List("rejected").Single().Text("code"));
    }

    [Fact]
    public async Task A_leased_photo_with_snapshots_is_deleted_with_its_task()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var (task, upload) = await Uploaded(owner, genuine);
        var blob = new BlobClient(new Uri(upload.Text("url")));
        await blob.CreateSnapshotAsync();
        await blob.GetBlobLeaseClient().AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);
        await (await owner.Send(task, "tag", counterfeit)).Json(HttpStatusCode.Created);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).StatusCode);

        await Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 0, "all photos are deleted");
    }

    [Theory]
    [InlineData(5, "larger than announced")]
    [InlineData(null, "larger than any photo may be")]
    public async Task An_upload_that_is_too_large_is_deleted_when_its_link_has_expired(int? announced, string what)
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        JsonElement upload;
        if (announced is { } size)
        {
            upload = (await owner.Announce(task, "appear", size)).GetProperty("upload");
        }
        else
        {
            var reply = await owner.Http.PostAsJsonAsync(
                TestHostOwner.Tasks, new { meta_tag = TestHost.SmallTemplate, shoe_model = TestHost.PlainModel, files = "required" });
            upload = (await reply.Json(HttpStatusCode.Created)).List("uploads").Single().GetProperty("upload");
        }
        var bytes = new byte[announced is null ? PhotoBlob.MaximumSize + 1 : 5000];
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, bytes)).StatusCode);

        time.Advance(PhotoUploads.LinkLifetime + TimeSpan.FromMinutes(1.5));

        await Eventually.Holds(async () => !await PhotoStorage.Holds(host, upload), $"what is {what} is deleted");
    }

    [Fact]
    public async Task Blocks_that_were_never_committed_are_deleted()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", 5)).GetProperty("upload");
        var blob = new BlockBlobClient(new Uri(upload.Text("url")));
        await blob.StageBlockAsync(Convert.ToBase64String(new byte[4]), new MemoryStream(new byte[100_000]));
        Assert.Equal(1, await PhotoStorage.Count(host, owner.Id));
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).StatusCode);

        await Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 0, "the blocks are deleted");
    }

    [Fact]
    public async Task A_request_that_storage_finishes_after_the_link_has_expired_leaves_nothing()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", genuine.Length)).GetProperty("upload");
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, counterfeit)).StatusCode);
        time.Advance(PhotoUploads.LinkLifetime + TimeSpan.FromMinutes(2));
        await Eventually.Holds(async () => !await PhotoStorage.Holds(host, upload), "the first clean-up has run");

        // As a request does that began before the link expired.
        await PhotoStorage.Upload(host, upload).UploadAsync(new BinaryData(genuine));
        time.Advance(TimeSpan.FromMinutes(16));

        await Eventually.Holds(async () => !await PhotoStorage.Holds(host, upload), "the late photo is deleted");
    }

    [Fact]
    public async Task A_photo_that_arrives_too_slowly_is_refused_and_leaves_nothing()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        // More than all buffers on the way hold, so that half of it is sent only when the upload is under way.
        using var content = new SlowContent([.. genuine, .. new byte[16 << 20]]);
        var sending = owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files?view=appear", content);
        await content.IsHalfSent;

        time.Advance(PhotoUploads.LongestUpload + TimeSpan.FromSeconds(1));
        content.SendRest();

        await (await sending).Problem(408, "too_slow");
        Assert.Empty((await owner.Get(task)).List("files"));
        // The blocks that had arrived.
        time.Advance(TimeSpan.FromMinutes(10));
        await Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 0, "nothing is left");
    }

    private static async Task<(string Task, JsonElement Upload)> Uploaded(TestHostOwner owner, byte[] photo)
    {
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", photo.Length)).GetProperty("upload");
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        return (task, upload);
    }

    private static async Task<Uri> Link(TestHostOwner owner, string task)
    {
        using var reply = await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/appear");
        Assert.Equal(HttpStatusCode.Redirect, reply.StatusCode);
        return reply.Headers.Location!;
    }

    private static async Task<byte[]> Read(Uri link)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(link);
    }

    private static string Sha256(JsonElement task) => task.GetProperty("report").List("photos").Single().Text("sha256");

    /// <summary>Sends half of a photo, and the rest when it is told to.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly TaskCompletionSource halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[] photo;

        public SlowContent(byte[] photo)
        {
            this.photo = photo;
            Headers.ContentType = new("image/jpeg");
        }

        public Task IsHalfSent => halfSent.Task;

        /// <summary>The client reads the reply only when it has sent everything.</summary>
        public void SendRest() => rest.SetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellation)
        {
            await stream.WriteAsync(photo.AsMemory(0, photo.Length / 2), cancellation);
            await stream.FlushAsync(cancellation);
            halfSent.SetResult();
            await rest.Task.WaitAsync(cancellation);
            await stream.WriteAsync(photo.AsMemory(photo.Length / 2), cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class Copies : HttpPipelineSynchronousPolicy
    {
        public List<Uri> Sources { get; } = [];

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Headers.TryGetValue("x-ms-copy-source", out var source))
                Sources.Add(new Uri(source));
        }
    }
}
