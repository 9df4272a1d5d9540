using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Notifications;

public sealed class ListNotificationsTests(NotificationHost host) : IClassFixture<NotificationHost>
{
    [Fact]
    public async Task An_entry_says_what_happened_in_both_languages()
    {
        var owner = await host.SignUp();

        var entry = await host.Finish(owner, "run-1");

        Assert.Equal(
            ["id", "type", "create_time", "read", "title_zh", "title_en", "text_zh", "text_en", "data", "link"],
            entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal("check.finished", entry.GetProperty("type").GetString());
        Assert.False(entry.GetProperty("read").GetBoolean());
        Assert.Equal("/api/v1/users/me/tasks/task-1", entry.GetProperty("link").GetString());
        var data = entry.GetProperty("data");
        Assert.Equal("task-1", data.GetProperty("task_id").GetString());
        Assert.Equal("true", data.GetProperty("answer").GetString());
        Assert.Equal("2026-11-02T08:59:00.000000Z", data.GetProperty("finish_time").GetString());
        Assert.Equal(entry.GetProperty("id").GetString(), data.GetProperty("notification_id").GetString());
    }

    [Fact]
    public async Task Pages_are_newest_first_and_linked()
    {
        var owner = await host.SignUp();
        foreach (var run in (string[])["a", "b", "c", "d", "e"])
            await host.Finish(owner, run);

        var runs = new List<string>();
        var pages = 0;
        for (var address = "users/me/notifications?limit=2"; address is not null; pages++)
        {
            var reply = await owner.Http.GetAsync(address);
            runs.AddRange((await NotificationHost.Json(reply)).EnumerateArray()
                .Select(entry => entry.GetProperty("data").GetProperty("run_id").GetString()![^1..]));
            address = reply.Headers.TryGetValues("Link", out var links) ? Next(links.Single()) : null;
        }

        Assert.Equal(["e", "d", "c", "b", "a"], runs);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task An_entry_is_marked_as_read_and_leaves_the_unread()
    {
        var owner = await host.SignUp();
        var first = (await host.Finish(owner, "first")).GetProperty("id").GetString();
        var second = (await host.Finish(owner, "second")).GetProperty("id").GetString();

        var marked = await NotificationHost.Json(await owner.Http.PutAsJsonAsync($"users/me/notifications/{first}", new { read = true }));
        var again = await NotificationHost.Json(await owner.Http.PutAsJsonAsync($"users/me/notifications/{first}", new { read = true }));

        Assert.True(marked.GetProperty("read").GetBoolean());
        Assert.True(JsonElement.DeepEquals(marked, again));
        Assert.Equal([second], (await NotificationHost.Inbox(owner, "?unread=true")).Select(entry => entry.GetProperty("id").GetString()));
        Assert.Equal(2, (await NotificationHost.Inbox(owner, "?unread=false")).Length);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("unread=perhaps")]
    [InlineData("continuation=made-up")]
    public async Task An_invalid_query_is_refused(string query)
    {
        var owner = await host.SignUp();

        var reply = await owner.Http.GetAsync($"users/me/notifications?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains($"\"field\":\"{query.Split('=')[0]}\"", await reply.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"read":"yes"}""", HttpStatusCode.BadRequest)]
    [InlineData("read", HttpStatusCode.BadRequest)]
    [InlineData("""{"read":true}""", HttpStatusCode.NotFound)]
    public async Task An_invalid_mark_or_a_missing_entry_is_refused(string body, HttpStatusCode status)
    {
        var owner = await host.SignUp();

        foreach (var id in (string[])["00000000000000000000000000000000", "1", "a%2Fb"])
            Assert.Equal(status, (await owner.Http.PutAsync($"users/me/notifications/{id}", NotificationHost.Body(body))).StatusCode);
    }

    [Theory]
    [InlineData("GET", "notifications", null, HttpStatusCode.OK)]
    [InlineData("PUT", "notifications/{nid}", """{"read":true}""", HttpStatusCode.OK)]
    [InlineData("GET", "devices", null, HttpStatusCode.OK)]
    [InlineData("PUT", "devices/phone", """{"platform":"fcm","token":"t"}""", HttpStatusCode.Created)]
    [InlineData("DELETE", "devices/hook", null, HttpStatusCode.NoContent)]
    public async Task An_endpoint_is_its_owners_alone(string verb, string path, string? body, HttpStatusCode allowed)
    {
        var owner = await host.SignUp();
        var stranger = await host.SignUp();
        var nid = (await host.Finish(owner, "run-1")).GetProperty("id").GetString();
        await owner.Http.PutAsJsonAsync("users/me/devices/hook", new { platform = "webhook", url = "http://127.0.0.1:9/" });
        path = path.Replace("{nid}", nid, StringComparison.Ordinal);

        Task<HttpResponseMessage> Call(HttpClient http, object user) => http.SendAsync(
            new HttpRequestMessage(new HttpMethod(verb), $"users/{user}/{path}")
            {
                Content = body is null ? null : NotificationHost.Body(body),
            });

        using var nobody = host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await Call(nobody, owner.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Call(nobody, "me")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Call(stranger.Http, owner.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Call(owner.Http, "nobody")).StatusCode);
        Assert.Equal(allowed, (await Call(owner.Http, owner.Id)).StatusCode);
    }

    private static string Next(string link)
    {
        Assert.EndsWith("; rel=\"next\"", link);
        return link[1..link.IndexOf('>')];
    }
}
