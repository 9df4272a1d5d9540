using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace SneakerCheck.Tests.Checks;

/// <summary>Uploads that are not photos, too large or malformed are refused, and nothing of them is stored.</summary>
public sealed class AddFileRefusalTests
{
    [Theory]
    [MemberData(nameof(NotJpegs))]
    public async Task Bytes_that_do_not_start_like_a_jpeg_are_refused(string hex)
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        var bytes = Convert.FromHexString(hex);

        await (await owner.Send(task, "appear", bytes)).Problem(415, "not_jpeg");
        using var form = AddFileTests.Form("view", "appear", bytes);
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", form)).Problem(415, "not_jpeg");
        using var exemplar = BadPhotos.Jpeg(bytes);
        await (await (await host.Operator()).PostAsync("/api/v1/exemplars?shoe_model=nike_dunk_low&view=tag&verdict=true&pair=p", exemplar))
            .Problem(415, "not_jpeg");
        Assert.Empty((await owner.Get(task)).List("files"));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/mixed; boundary=x")]
    public async Task Any_other_content_type_is_refused(string type)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();

        using var content = new ByteArrayContent(TestPhoto.Unique());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files?view=appear", content)).Problem(415, "not_jpeg");
    }

    [Theory]
    [InlineData("sole")]
    [InlineData("")]
    [InlineData("APPEAR")]
    [InlineData("pad")]
    [InlineData("%00")]
    public async Task An_unknown_view_is_refused_and_its_photo_not_stored(string view)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var text = Uri.UnescapeDataString(view);

        await (await owner.Send(task, view, TestPhoto.Unique())).Problem(400, "invalid_field");
        using var form = AddFileTests.Form("view", text, TestPhoto.Unique(), viewLast: true);
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", form)).Problem(400, "invalid_field");
        await (await owner.Http.PostAsJsonAsync(
            $"{TestHostOwner.Tasks}/{task}/files", new { view = text, content_type = "image/jpeg", size = 5 }))
            .Problem(400, "invalid_field");
        Assert.Empty((await owner.Get(task)).List("files"));
    }

    [Theory]
    [InlineData("""{"view":"appear","size":5}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/png","size":5}""", 415, "not_jpeg")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg"}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":0}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":-1}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":5.5}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":"5"}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":1e30}""", 400, "invalid_field")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":20971521}""", 413, "photo_too_large")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":9223372036854775807}""", 413, "photo_too_large")]
    [InlineData("""{"view":"appear","content_type":"image/jpeg","size":5,"sha256":"abc"}""", 400, "invalid_field")]
    [InlineData("""{"view":["appear"],"content_type":"image/jpeg","size":5}""", 400, "invalid_field")]
    public async Task An_invalid_announcement_is_refused(string body, int status, string code)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", content)).Problem(status, code);

        Assert.Empty((await owner.Get(task)).List("files"));
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_photo_of_twenty_megabytes_is_accepted_and_one_byte_more_is_not()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var photo = new byte[BadPhotos.MaximumSize + 1];
        TestPhoto.Unique().CopyTo(photo, 0);

        await (await owner.Send(task, "appear", photo)).Problem(413, "photo_too_large");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, $"{TestHostOwner.Tasks}/{task}/files?view=appear")
        {
            Content = BadPhotos.Jpeg(photo),
        };
        chunked.Headers.TransferEncodingChunked = true;
        await (await owner.Http.SendAsync(chunked)).Problem(413, "photo_too_large");
        using var form = AddFileTests.Form("view", "appear", photo);
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", form)).Problem(413, "photo_too_large");
        Assert.Empty((await owner.Get(task)).List("files"));

        await (await owner.Send(task, "appear", photo[..BadPhotos.MaximumSize])).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_body_above_the_hosts_own_limit_gets_the_same_refusal()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        using var form = AddFileTests.Form("view", "appear", new byte[31 * 1024 * 1024]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{TestHostOwner.Tasks}/{task}/files") { Content = form };
        // Without this the connection may be closed while the client still sends, and the reply is lost.
        request.Headers.ExpectContinue = true;

        await (await owner.Http.SendAsync(request)).Problem(413, "body_too_large");
    }

    [Theory]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/form-data; boundary=", "")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("multipart/form-data; boundary=x", "--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=file\r\n\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: nonsense\r\n\r\nabc\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=view\r\n\r\nappear\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nno header at all\r\n\r\nappear\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=long", "--long\r\n")]
    public async Task A_malformed_form_is_refused(string type, string body)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var boundary = new string('b', 5_000);

        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body.Replace("long", boundary)));
        content.Headers.TryAddWithoutValidation("Content-Type", type.Replace("long", boundary));
        var reply = await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", content);

        var problem = await reply.Problem((int)reply.StatusCode);
        Assert.Contains(
            (problem.GetProperty("status").GetInt32(), problem.Text("code")),
            new[] { (400, "invalid_form"), (400, "invalid_field"), (415, "not_jpeg") });
        Assert.Empty((await owner.Get(task)).List("files"));
    }

    [Fact]
    public async Task A_form_with_too_many_or_too_long_parts_is_refused()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        using var many = new MultipartFormDataContent();
        for (var i = 0; i < 20; i++)
            many.Add(new StringContent("x"), $"part{i}");
        using var lengthy = new MultipartFormDataContent { { new StringContent(new string('x', 300)), "view" } };

        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", many)).Problem(400, "invalid_form");
        await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task}/files", lengthy)).Problem(400, "invalid_form");
    }

    public static TheoryData<string> NotJpegs() =>
        ["", "FF", "FFD8", "FFD800", "89504E470D0A1A0A0000", "474946383961", "25504446", "00FFD8FF"];
}
