using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Notifications;

public sealed class MarkNotificationTests(NotificationHost host) : IClassFixture<NotificationHost>
{
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
}
