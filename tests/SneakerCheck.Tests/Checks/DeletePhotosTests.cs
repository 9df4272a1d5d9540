using System.Net;
using System.Text.Json;

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
        await Hosting.Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 0, "the immediate clean-up is done");

        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        Assert.True(await PhotoStorage.Holds(host, upload));
        time.Advance(TimeSpan.FromMinutes(36));

        await Hosting.Eventually.Holds(async () => !await PhotoStorage.Holds(host, upload), "the photo is gone");
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

        await Hosting.Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 1, "only the task's photo is left");
        Assert.Equal(HttpStatusCode.Redirect, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tag")).StatusCode);
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

        await Hosting.Eventually.Holds(
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
}
