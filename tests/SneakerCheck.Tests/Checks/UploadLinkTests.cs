using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>A link may do what it was given for, to its one blob, and nothing else.</summary>
public sealed class UploadLinkTests
{
    [Fact]
    public async Task An_upload_link_can_neither_read_nor_list_nor_delete()
    {
        var owner = await (await TestHost.Shared).Owner();
        var (upload, _) = await Uploaded(owner);
        var link = new Uri(upload.Text("url"));
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.DeleteAsync(link)).StatusCode);
        var container = $"{link.GetLeftPart(UriPartial.Authority)}{string.Concat(link.Segments[..3]).TrimEnd('/')}";
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"{container}?restype=container&comp=list&{link.Query[1..]}")).StatusCode);
    }

    [Fact]
    public async Task An_upload_link_made_out_for_something_else_is_refused()
    {
        var owner = await (await TestHost.Shared).Owner();
        var (upload, photo) = await Uploaded(owner);
        var (others, _) = await Uploaded(owner);
        var link = upload.Text("url");

        Assert.Equal(HttpStatusCode.Created, await Put(link));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(link.Replace(new Uri(link).AbsolutePath, new Uri(others.Text("url")).AbsolutePath)));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(link.Replace("sp=cw", "sp=rcwd")));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(Later(link)));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(link[..link.IndexOf('?')]));

        async Task<HttpStatusCode> Put(string url) => (await TestHostOwner.Upload(With(upload, url), photo)).StatusCode;
    }

    [Fact]
    public async Task An_upload_link_ends_after_its_time()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        time.Advance(TimeSpan.FromMinutes(-16));
        var photo = TestPhoto.Unique();
        var task = await owner.CreateTask();

        var upload = (await owner.Announce(task, "appear", photo.Length)).GetProperty("upload");

        Assert.Equal(HttpStatusCode.Forbidden, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        await (await owner.Submit(task)).Problem(409, "task_not_ready");
    }

    [Fact]
    public async Task A_photo_that_arrives_after_its_task_was_deleted_is_cleared_away()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var photo = TestPhoto.Unique();
        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", photo.Length)).GetProperty("upload");
        await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}");

        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        Assert.True(await PhotoStorage.Holds(host, upload));
        time.Advance(TimeSpan.FromMinutes(36));

        await Hosting.Eventually.Holds(async () => !await PhotoStorage.Holds(host, upload), "the photo is gone");
    }

    [Fact]
    public async Task A_refused_upload_leaves_nothing_once_the_clean_up_has_come_by()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        using var form = FileContractTests.Form("view", "sole", TestPhoto.Unique(), viewLast: true);
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", form)).Problem(400, "invalid_field");
        await (await owner.Send(task, "tag", TestPhoto.Unique())).Json(HttpStatusCode.Created);

        time.Advance(TimeSpan.FromMinutes(36));

        await Hosting.Eventually.Holds(async () => await PhotoStorage.Count(host, owner.Id) == 1, "only the task's photo is left");
        Assert.Equal(HttpStatusCode.Redirect, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tag")).StatusCode);
    }

    [Fact]
    public async Task The_clean_up_of_a_check_takes_what_it_does_not_show_and_leaves_what_it_shows()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var replaced = await Announced("appear");
        var shown = await Announced("appear");
        var abandoned = await Announced("tag");
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        // Late: their views have another photo, or were submitted without one.
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(replaced, TestPhoto.Unique())).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(abandoned, TestPhoto.Unique())).StatusCode);

        time.Advance(TimeSpan.FromMinutes(36));

        await Hosting.Eventually.Holds(
            async () => !await PhotoStorage.Holds(host, replaced) && !await PhotoStorage.Holds(host, abandoned), "the others are gone");
        Assert.True(await PhotoStorage.Holds(host, shown));

        async Task<JsonElement> Announced(string view)
        {
            var photo = TestPhoto.Unique();
            var upload = (await owner.Announce(task, view, photo.Length)).GetProperty("upload");
            if (view == "appear")
                Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
            return upload;
        }
    }

    private static async Task<(JsonElement Upload, byte[] Photo)> Uploaded(TestHostOwner owner)
    {
        var photo = TestPhoto.Unique();
        var task = await owner.CreateTask();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(photo));
        var upload = (await owner.Announce(task, "appear", photo.Length, sha256)).GetProperty("upload");
        Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload, photo)).StatusCode);
        return (upload, photo);
    }

    private static JsonElement With(JsonElement upload, string url) =>
        JsonSerializer.SerializeToElement(new { method = "PUT", url, headers = upload.GetProperty("headers") });

    private static string Later(string url)
    {
        var expires = System.Web.HttpUtility.ParseQueryString(new Uri(url).Query)["se"]!;
        return url.Replace(Uri.EscapeDataString(expires), Uri.EscapeDataString(expires.Replace("20", "21")));
    }
}
