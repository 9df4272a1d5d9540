using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 上传一个task的文件, in every way that the API accepts. A link allows only what it was issued for.</summary>
public sealed class AddFileTests
{
    [Fact]
    public async Task A_photo_is_uploaded_to_storage_by_a_link_for_one_blob()
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
            upload.GetProperty("expires_at").GetDateTimeOffset(),
            DateTimeOffset.UtcNow.AddMinutes(13),
            DateTimeOffset.UtcNow.AddMinutes(15));
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
    public async Task A_form_has_photo_and_view_in_any_order(string member, bool viewLast)
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
    public async Task A_new_photo_of_a_view_replaces_the_old_one_which_is_deleted()
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
    public async Task An_upload_link_can_neither_read_nor_list_nor_delete()
    {
        var owner = await (await TestHost.Shared).Owner();
        var (upload, _) = await Uploaded(owner);
        var link = new Uri(upload.Text("url"));
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.DeleteAsync(link)).StatusCode);
        var container = $"{link.GetLeftPart(UriPartial.Authority)}{string.Concat(link.Segments[..3]).TrimEnd('/')}";
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await client.GetAsync($"{container}?restype=container&comp=list&{link.Query[1..]}")).StatusCode);
    }

    [Fact]
    public async Task A_tampered_upload_link_is_refused()
    {
        var owner = await (await TestHost.Shared).Owner();
        var (upload, photo) = await Uploaded(owner);
        var (others, _) = await Uploaded(owner);
        var link = upload.Text("url");

        Assert.Equal(HttpStatusCode.Created, await Put(link));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Put(link.Replace(new Uri(link).AbsolutePath, new Uri(others.Text("url")).AbsolutePath)));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(link.Replace("sp=cw", "sp=rcwd")));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(Later(link)));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(link[..link.IndexOf('?')]));

        async Task<HttpStatusCode> Put(string url) => (await TestHostOwner.Upload(With(upload, url), photo)).StatusCode;
    }

    [Fact]
    public async Task An_upload_link_expires()
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
