using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;

namespace SneakerCheck.Tests.Checks;

/// <summary>A run uses only the photos as submitted, and reports it if they have changed.</summary>
public sealed class RunCheckEvidenceTests : IAsyncLifetime
{
    private readonly TestHostMessages messages = new();
    private readonly byte[] photo = TestPhoto.Unique();
    private TestHost host = null!;
    private TestHostOwner owner = null!;
    private string task = "";
    private JsonElement upload;

    /// <summary>Submits a task whose photo was uploaded by link. The test starts the run.</summary>
    public async Task InitializeAsync()
    {
        host = await TestHost.Start(configure: messages.TakeOver);
        owner = await host.Owner();
        task = await owner.CreateTask();
        upload = (await owner.Announce(task, "appear", photo.Length)).GetProperty("upload");
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        Assert.Equal("waiting", (await (await owner.Submit(task)).Json(HttpStatusCode.OK)).Text("state"));
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_photo_that_storage_lost_is_reported_as_lost()
    {
        await PhotoStorage.LoseEvidence(host, owner.Id);

        await messages.RunCheck(host);

        await AssertNotUsable("stored", "no longer");
    }

    [Fact]
    public async Task Evidence_that_has_changed_in_storage_is_not_used()
    {
        var evidence = Assert.Single(await PhotoStorage.Names(host, PhotoBlob.EvidenceContainer, owner.Id));
        await host.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(PhotoBlob.EvidenceContainer)
            .GetBlobClient(evidence).UploadAsync(new BinaryData(photo), overwrite: true);

        await messages.RunCheck(host);

        await AssertNotUsable("unchanged", "replaced");
    }

    [Fact]
    public async Task An_unchanged_photo_is_used()
    {
        await messages.RunCheck(host);

        var report = (await owner.Get(task)).GetProperty("report");
        Assert.True(Assert.Single(report.List("photos")).GetProperty("usable").GetBoolean());
        Assert.Equal("no_exemplars", report.List("reasons").First().Text("code"));
    }

    private async Task AssertNotUsable(string name, string reason)
    {
        var finished = await owner.Get(task);
        Assert.Equal(("finished", "not_sure"), (finished.Text("state"), finished.Text("answer")));
        var inspected = Assert.Single(finished.GetProperty("report").List("photos"));
        Assert.False(inspected.GetProperty("usable").GetBoolean());
        var finding = Assert.Single(inspected.List("findings"));
        Assert.Equal(("intake", name, false), (finding.Text("step"), finding.Text("name"), finding.GetProperty("passed").GetBoolean()));
        Assert.Contains(reason, finding.GetProperty("reason").Text("en"));
        Assert.NotEmpty(finding.GetProperty("reason").Text("zh"));
        Assert.Equal("view_not_usable", finished.GetProperty("report").List("reasons").First().Text("code"));
        Assert.Equal("not_sure", Assert.Single(messages.To("notices")).Payload.GetProperty("data").Text("answer"));
    }
}
