using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Pictures;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API8: text from clients is compared and never interpreted.</summary>
public sealed class HostileValueTests
{
    private static readonly string[] Hostile =
    [
        "' OR 1=1 --", "\" OR \"\"=\"", "x') OR ('1'='1", "'; DROP TABLE documents; --", "$.password_hash", "$..*", "c.data[\"role\"]",
            "@p0", "%", "_",
        "*", "a\0b", "\u202e", "👟' OR true", "{\"$ne\":null}", "[]", "true", "null", "../account", "account-1", "0x1", "\\u0027", "İ",
            "1;SELECT 1",
    ];

    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_filter_matches_only_equal_values()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        var owner = await host.Owner();
        await owner.CreateTask();
        await new PictureClient(owner.Http, "", owner.Token).Post(PictureClient.NewImage());

        foreach (var text in Hostile.Concat(Texts.Hostile.Where(text => text.Length > 0)).Select(Uri.EscapeDataString))
        {
            Assert.Equal("[]", await desk.GetStringAsync($"/api/v1/checks?shoe_model={text}"));
            Assert.Equal("[]", await desk.GetStringAsync($"/api/v1/exemplars?shoe_model={text}"));
            Assert.Equal("[]", await desk.GetStringAsync($"/api/v1/exemplars?view={text}"));
            Assert.Equal("[]", await desk.GetStringAsync($"/api/v1/exemplars?pair={text}"));
            await (await desk.GetAsync($"/api/v1/exemplars?verdict=x{text}")).Problem(400, "invalid_field");
            await (await desk.GetAsync($"/api/v1/checks?answer=x{text}")).Problem(400, "invalid_field");
            await (await desk.GetAsync($"/api/v1/checks?review_hold=x{text}")).Problem(400, "invalid_field");
            Assert.Equal(0,
                (await (await desk.GetAsync($"/api/picture?fields=url&username={text}")).Envelope(200, 0)).GetProperty("total").GetInt32());
            await (await desk.GetAsync($"/api/v1/templates/v0.1?shoe_model={text}")).Problem(404, "not_found");
            await (await desk.GetAsync($"/api/v1/checks?continuation={text}")).Problem(400, "invalid_field");
            await (await owner.Http.GetAsync($"/api/v1/users/me/tasks?continuation={text}")).Problem(400, "invalid_field");
            await (await owner.Http.GetAsync($"/api/v1/users/me/notifications?continuation={text}")).Problem(400, "invalid_field");
            await (await desk.GetAsync($"/api/v1/checks?state={text}")).Problem(400, "invalid_field");
            await (await desk.GetAsync($"/api/v1/checks?state=waiting,%20{text}")).Problem(400, "invalid_field");
            await (await owner.Http.GetAsync($"/api/v1/users/me/tasks?state={text}")).Problem(400, "invalid_field");
            await (await owner.Http.GetAsync($"/api/v1/users/me/notifications?unread=x{text}")).Problem(400, "invalid_field");
            await (await desk.PostAsync($"/api/v1/exemplars?shoe_model={text}&view=tag&verdict=true&pair=p", Jpeg())).Problem(400);
            await (await desk.PostAsync($"/api/v1/exemplars?shoe_model=nike_dunk_low&view=tag&verdict=true&pair={text}%20", Jpeg()))
                .Problem(400);
            await (await owner.Http.GetAsync($"/api/picture?fields=url&size={text}")).Envelope(400, 11);
            await (await owner.Http.GetAsync($"/api/picture?page={text}x")).Envelope(400, 11);
        }
    }

    [Fact]
    public async Task A_hostile_id_in_a_path_finds_nothing()
    {
        var host = await TestHost.Shared;
        var desk = await Subject.Desk();
        using var client = host.Client(desk);
        // The server refuses NUL before any function runs (PathEscapeTests).
        foreach (var text in Hostile.Where(text => !text.Contains('\0')).Select(Uri.EscapeDataString))
        {
            foreach (var function in HttpFunction.All)
            {
                foreach (var parameter in function.Parameters)
                {
                    using var request = new HttpRequestMessage(
                        new HttpMethod(function.Verb), function.Path(
                            new Dictionary<string, string> { ["user_id"] = "me", [parameter] = text }));
                    if (function.Verb is "PUT" or "POST")
                        request.Content = JsonContent.Create(new { });
                    var reply = await client.SendAsync(request);
                    Assert.True(
                        (int)reply.StatusCode is >= 400 and < 500, $"{request.Method} {request.RequestUri} → {(int)reply.StatusCode}");
                }
            }
        }
    }

    [Fact]
    public async Task A_name_that_contains_code_is_just_a_name()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var bystander = await PictureClient.Create(host);
        await bystander.Post(PictureClient.NewImage());
        foreach (var text in new[] { "' OR 1=1 --", "\" OR \"$.user_name\" = @p0" })
        {
            var name = $"{text} {Guid.NewGuid():N}";
            var credentials = new { username = name, password = PictureClient.Password };
            await (await anybody.PostAsJsonAsync("/api/user/register", credentials)).Envelope(200, 0);
            using var http = host.Client();
            var user = await PictureClient.LogIn(http, name);
            var picture = await user.Post(PictureClient.NewImage());

            var found = await bystander.List($"fields=url&username={Uri.EscapeDataString(name)}");

            Assert.Equal([picture], found.List("pictures").Select(shown => shown.GetProperty("id").GetInt64()));
            await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = text, password = PictureClient.Password }))
                .Problem(401, "invalid_credentials");
            var session = await anybody.PostAsJsonAsync("/api/v1/sessions", credentials);
            Assert.Equal(name, (await session.Json(HttpStatusCode.OK)).GetProperty("user").Text("username"));
        }
    }

    private static ByteArrayContent Jpeg()
    {
        var content = new ByteArrayContent(Checks.TestPhoto.Texture(1));
        content.Headers.ContentType = new("image/jpeg");
        return content;
    }
}
