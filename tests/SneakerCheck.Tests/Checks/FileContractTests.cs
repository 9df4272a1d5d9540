using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 上传一个task的文件, in every way that a client may.</summary>
public sealed class FileContractTests
{
    [Fact]
    public async Task A_photo_goes_straight_to_storage_by_a_link_for_one_blob()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var photo = TestPhoto.Unique();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(photo));

        var reply = await owner.Announce(task, "appear", photo.Length, sha256.ToUpperInvariant());
        var upload = reply.GetProperty("upload");
        var stored = await TestHostOwner.Upload(upload, photo);

        Assert.Equal(["method", "url", "headers", "expires_at"], upload.Names());
        Assert.Equal("appear", reply.Text("view"));
        Assert.NotEmpty(reply.Text("file_id"));
        Assert.Equal("PUT", upload.Text("method"));
        Assert.InRange(
            upload.GetProperty("expires_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(13), DateTimeOffset.UtcNow.AddMinutes(15));
        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        var file = Assert.Single((await owner.Get(task)).List("files"));
        Assert.Equal(sha256, file.Text("sha256"));
        Assert.Equal(reply.Text("file_id"), file.Text("file_id"));
        Assert.Equal("finished", (await owner.Run(task)).Text("state"));
    }

    [Theory]
    [InlineData("view", false)]
    [InlineData("view", true)]
    [InlineData("type", false)]
    [InlineData("type", true)]
    public async Task A_form_carries_photo_and_view_in_any_order(string member, bool viewLast)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var photo = TestPhoto.Unique();

        using var form = Form(member, "tag", photo, viewLast);
        var reply = await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", form)).Json(HttpStatusCode.Created);

        Assert.Equal("tag", reply.Text("view"));
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("upload").ValueKind);
        Assert.Equal(photo.Length, reply.GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(photo)), reply.Text("sha256"));
        Assert.Equal(photo, await Download(owner, task, "tag"));
    }

    [Fact]
    public async Task A_raw_body_is_the_photo_itself()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var photo = TestPhoto.Unique();

        var reply = await (await owner.Send(task, "appear", photo)).Json(HttpStatusCode.Created);

        Assert.Equal("appear", reply.Text("view"));
        Assert.Equal(photo, await Download(owner, task, "appear"));
    }

    [Fact]
    public async Task A_view_without_a_photo_is_empty()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        await owner.Announce(task, "tag", 5000);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/appear")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tag")).StatusCode);
    }

    [Fact]
    public async Task A_view_uploaded_again_shows_the_new_photo_and_the_old_one_goes()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var (old, photo) = (TestPhoto.Unique(), TestPhoto.Unique());
        await (await owner.Send(task, "appear", old)).Json(HttpStatusCode.Created);
        var oldLink = (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/appear")).Headers.Location!;

        await (await owner.Send(task, "appear", photo)).Json(HttpStatusCode.Created);

        Assert.Equal(photo, await Download(owner, task, "appear"));
        Assert.Single((await owner.Get(task)).List("files"));
        using var anybody = new HttpClient();
        await Hosting.Eventually.Holds(
            async () => (await anybody.GetAsync(oldLink)).StatusCode == HttpStatusCode.NotFound, "the old photo is gone");
    }

    [Fact]
    public async Task A_photo_that_the_new_template_has_no_view_for_goes()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask("v0.1", TestHost.PlainModel, ("appear", TestPhoto.Unique()), ("tongue", TestPhoto.Unique()));
        var link = (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tongue")).Headers.Location!;

        await (await owner.Http.PutAsJsonAsync($"{TestHostOwner.Tasks}/{task}", new { meta_tag = "quick-1" })).Json(HttpStatusCode.OK);

        Assert.Equal("appear", Assert.Single((await owner.Get(task)).List("files")).Text("view"));
        using var anybody = new HttpClient();
        await Hosting.Eventually.Holds(
            async () => (await anybody.GetAsync(link)).StatusCode == HttpStatusCode.NotFound, "the photo is gone");
    }

    internal static MultipartFormDataContent Form(string member, string view, byte[] photo, bool viewLast = false)
    {
        var file = new ByteArrayContent(photo);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var form = new MultipartFormDataContent();
        if (!viewLast)
            form.Add(new StringContent(view), member);
        form.Add(file, "file", "photo.jpg");
        if (viewLast)
            form.Add(new StringContent(view), member);
        return form;
    }

    private static async Task<byte[]> Download(TestHostOwner owner, string task, string view)
    {
        var redirect = await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/{view}");
        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        using var anybody = new HttpClient();
        var photo = await anybody.GetAsync(redirect.Headers.Location);
        Assert.Equal("image/jpeg", photo.Content.Headers.ContentType?.MediaType);
        return await photo.Content.ReadAsByteArrayAsync();
    }
}
