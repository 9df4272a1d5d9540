using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Notifications;

public sealed class NotificationsContractTests(NotificationHost host) : IClassFixture<NotificationHost>
{
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
}
