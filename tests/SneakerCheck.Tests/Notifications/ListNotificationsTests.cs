using System.Net;

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

    private static string Next(string link)
    {
        Assert.EndsWith("; rel=\"next\"", link);
        return link[1..link.IndexOf('>')];
    }
}
