using System.Net;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Checks;

/// <summary>The clean-up deletes every blob of a check that the check does not show.</summary>
public sealed class DeletePhotosTests
{
    [Fact]
    public async Task A_photo_that_arrives_after_its_task_was_deleted_is_deleted()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var photo = TestPhoto.Unique();
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", photo.Length)).GetProperty("upload");
        await (await owner.Send(task, "tag", TestPhoto.Unique())).Json(HttpStatusCode.Created);
        await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}");
        // The deletion's own clean-up takes the photos in the order in which they were added. Once it has deleted the second, it has
        // dealt with the first, so only the clean-up that is scheduled for after the link can delete what is uploaded now.
        await Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 0, "the immediate clean-up is done");

        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        Assert.True(await PhotoStorage.Holds(host, upload));
        time.Advance(TimeSpan.FromMinutes(36));

        await Eventually.Holds(async () => !await PhotoStorage.Holds(host, upload), "the photo is gone");
    }

    [Fact]
    public async Task A_refused_upload_leaves_nothing_after_the_clean_up()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        using var form = AddFileTests.Form("view", "sole", TestPhoto.Unique(), viewLast: true);
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", form)).Problem(400, "invalid_field");
        await (await owner.Send(task, "tag", TestPhoto.Unique())).Json(HttpStatusCode.Created);

        time.Advance(TimeSpan.FromMinutes(36));

        await Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 1, "only the task's photo is left");
        Assert.Equal(HttpStatusCode.Redirect, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tag")).StatusCode);
    }

    [Fact]
    public async Task Two_clean_ups_at_once_write_nothing_where_a_photo_was()
    {
        var messages = new TestHostMessages();
        var connection = await AzuriteFixture.GetConnectionString();
        var other = new OtherCleanup(new BlobServiceClient(connection));
        var options = new BlobClientOptions();
        options.AddPolicy(other, HttpPipelinePosition.PerCall);
        await using var host = await TestHost.Start(configure: builder =>
        {
            messages.TakeOver(builder);
            builder.Services.AddSingleton(new BlobServiceClient(connection, options));
        });
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        await (await owner.Send(task, "appear", TestPhoto.Unique())).Json(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).StatusCode);
        var order = messages.To("photo-cleanups").Last(message => message.NotBefore is null);

        other.Begins = true;
        await ActivatorUtilities.CreateInstance<DeletePhotos>(host.Services)
            .Run(TestHostMessages.Body(order), CancellationToken.None);

        Assert.NotEmpty(other.Deleted);
        Assert.Empty(other.Written);
        Assert.Equal(0, await PhotoStorage.Count(host, owner.Id));
    }

    [Fact]
    public async Task The_clean_up_deletes_only_photos_that_the_check_does_not_show()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var replaced = await Announced("appear");
        var shown = await Announced("appear");
        var abandoned = await Announced("tag");
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        // Uploaded late: the views have another photo by now, or were submitted without one.
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(replaced, TestPhoto.Unique())).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(abandoned, TestPhoto.Unique())).StatusCode);

        time.Advance(TimeSpan.FromMinutes(36));

        await Eventually.Holds(
            async () => !await PhotoStorage.Holds(host, replaced) && !await PhotoStorage.Holds(host, abandoned), "the others are gone");
        // The shown photo is evidence by now, so its upload is gone too.
        Assert.False(await PhotoStorage.Holds(host, shown));
        Assert.Equal(1, await PhotoStorage.Count(host, owner.Id));

        async Task<JsonElement> Announced(string view)
        {
            var photo = TestPhoto.Unique();
            var upload = (await owner.Announce(task, view, photo.Length)).GetProperty("upload");
            if (view == "appear")
                Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
            return upload;
        }
    }

    /// <summary>Deletes each blob just before the first clean-up does, and notes what is written after that.</summary>
    private sealed class OtherCleanup(BlobServiceClient storage) : HttpPipelineSynchronousPolicy
    {
        public bool Begins { get; set; }

        public List<string> Deleted { get; } = [];

        public List<string> Written { get; } = [];

        public override void OnSendingRequest(HttpMessage message)
        {
            if (!Begins)
                return;
            var blob = new BlobUriBuilder(message.Request.Uri.ToUri());
            if (message.Request.Method == RequestMethod.Put)
            {
                Written.Add(blob.BlobName);
            }
            else if (message.Request.Method == RequestMethod.Delete && !Deleted.Contains(blob.BlobName))
            {
                Deleted.Add(blob.BlobName);
                storage.GetBlobContainerClient(blob.BlobContainerName).GetBlobClient(blob.BlobName).DeleteIfExists();
            }
        }
    }
}
