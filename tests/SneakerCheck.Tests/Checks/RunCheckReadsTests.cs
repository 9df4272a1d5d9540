using System.Net;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Checks;

/// <summary>
/// How often a photo is read from storage between the upload and the answer. The
/// writes make the container, once in a process, copy the photo to it, and set the copy's content type.
/// </summary>
public sealed class RunCheckReadsTests : IAsyncLifetime
{
    private readonly TestHostMessages messages = new();
    private readonly Requests requests = new();
    private TestHost host = null!;

    public async Task InitializeAsync()
    {
        var options = new BlobClientOptions();
        options.AddPolicy(requests, HttpPipelinePosition.PerCall);
        var connection = await AzuriteFixture.GetConnectionString();
        host = await TestHost.Start(configure: builder =>
        {
            messages.TakeOver(builder);
            builder.Services.AddSingleton(new BlobServiceClient(connection, options));
        });
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_photo_received_by_the_server_is_hashed_there_and_read_whole_only_by_the_run()
    {
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        await (await owner.Send(task, "appear", TestPhoto.Unique())).Json(HttpStatusCode.Created);

        Assert.Equal(["HEAD", "GET start"], await Submission(owner, task));
        Assert.Equal(["GET"], await Asked(() => messages.RunCheck(host)));
    }

    [Fact]
    public async Task A_photo_announced_with_a_hash_is_read_once_at_submission_and_once_by_the_run()
    {
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var photo = TestPhoto.Unique();
        var announced = await owner.Announce(task, "appear", photo.Length, Convert.ToHexString(SHA256.HashData(photo)));
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(announced.GetProperty("upload"), photo)).StatusCode);

        Assert.Equal(["HEAD", "PUT", "PUT", "PUT", "GET"], await Submission(owner, task));
        Assert.Equal(["GET"], await Asked(() => messages.RunCheck(host)));
    }

    [Fact]
    public async Task A_photo_announced_without_a_hash_is_read_whole_only_by_the_run()
    {
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var photo = TestPhoto.Unique();
        var announced = await owner.Announce(task, "appear", photo.Length);
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(announced.GetProperty("upload"), photo)).StatusCode);

        Assert.Equal(["HEAD", "PUT", "PUT", "PUT", "GET start"], await Submission(owner, task));
        Assert.Equal(["GET"], await Asked(() => messages.RunCheck(host)));
    }

    private Task<IReadOnlyList<string>> Submission(TestHostOwner owner, string task) =>
        Asked(async () => await (await owner.Submit(task)).Json(HttpStatusCode.OK));

    private async Task<IReadOnlyList<string>> Asked(Func<Task> work)
    {
        requests.Forget();
        await work();
        return requests.Noted;
    }

    private sealed class Requests : HttpPipelineSynchronousPolicy
    {
        private readonly List<string> noted = [];

        public IReadOnlyList<string> Noted
        {
            get
            {
                lock (noted)
                    return [.. noted];
            }
        }

        public override void OnSendingRequest(HttpMessage message)
        {
            var isPart = message.Request.Headers.Any(header => header.Name is "x-ms-range" or "Range");
            lock (noted)
                noted.Add($"{message.Request.Method}{(isPart ? " start" : "")}");
        }

        public void Forget()
        {
            lock (noted)
                noted.Clear();
        }
    }
}
