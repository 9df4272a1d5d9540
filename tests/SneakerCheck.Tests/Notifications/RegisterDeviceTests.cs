using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Notifications;

public sealed class RegisterDeviceTests(NotificationHost host) : IClassFixture<NotificationHost>
{
    private static readonly object Webhook = NotificationHost.Webhook;

    [Fact]
    public async Task A_webhooks_secret_is_made_and_shown_once()
    {
        var owner = await host.SignUp();

        var first = await owner.Http.PutAsJsonAsync("users/me/devices/hook", Webhook);
        var second = await owner.Http.PutAsJsonAsync("users/me/devices/hook", Webhook);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.StartsWith("whsec_", (await NotificationHost.Json(first)).GetProperty("secret").GetString());
        Assert.DoesNotContain("whsec_", await second.Content.ReadAsStringAsync());
        var listed = await owner.Http.GetStringAsync("users/me/devices");
        Assert.DoesNotContain("secret", listed);
        var device = JsonDocument.Parse(listed).RootElement.EnumerateArray().Single();
        Assert.Equal("hook", device.GetProperty("device_id").GetString());
        Assert.Equal("webhook", device.GetProperty("platform").GetString());
        Assert.Equal("http://127.0.0.1:9/hook", device.GetProperty("url").GetString());
        Assert.Equal(JsonValueKind.Null, device.GetProperty("token").ValueKind);
        Assert.Equal("zh", device.GetProperty("language").GetString());
    }

    [Fact]
    public async Task A_secret_that_the_owner_brings_is_not_shown_back()
    {
        var owner = await host.SignUp();
        var secret = $"whsec_{Convert.ToBase64String(new byte[32])}";

        var reply = await owner.Http.PutAsJsonAsync(
            "users/me/devices/hook", new { platform = "webhook", url = "http://127.0.0.1:9/hook", secret });

        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        Assert.DoesNotContain("secret", await reply.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("apns", "00fc13adff785122")]
    [InlineData("fcm", "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1")]
    [InlineData("wechat", "oGZUI0egBJY1zhBYw2KhdUfwVJJE")]
    public async Task A_phone_is_registered_by_its_token(string platform, string token)
    {
        var owner = await host.SignUp();

        var device = await NotificationHost.Json(
            await owner.Http.PutAsJsonAsync("users/me/devices/phone", new { platform, token, language = "en" }));

        Assert.Equal(platform, device.GetProperty("platform").GetString());
        Assert.Equal(token, device.GetProperty("token").GetString());
        Assert.Equal("en", device.GetProperty("language").GetString());
    }

    [Theory]
    [InlineData("""{}""", "platform")]
    [InlineData("""{"platform":"pager","token":"t"}""", "platform")]
    [InlineData("""{"platform":1,"token":"t"}""", "platform")]
    [InlineData("""{"platform":"fcm"}""", "token")]
    [InlineData("""{"platform":"fcm","token":7}""", "token")]
    [InlineData("""{"platform":"webhook","url":"nowhere"}""", "url")]
    [InlineData("""{"platform":"webhook","url":"http://127.0.0.1:9/","secret":"easy"}""", "secret")]
    [InlineData("""{"platform":"fcm","token":"t","language":"fr"}""", "language")]
    public async Task An_invalid_registration_names_the_field(string body, string field)
    {
        var owner = await host.SignUp();

        var reply = await owner.Http.PutAsync("users/me/devices/phone", NotificationHost.Body(body));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal("[]", await owner.Http.GetStringAsync("users/me/devices"));
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("%E5%8F%B7")]
    [InlineData("a%2Fb")]
    public async Task An_invalid_id_is_not_found(string name)
    {
        var owner = await host.SignUp();

        Assert.Equal(HttpStatusCode.NotFound, (await owner.Http.PutAsJsonAsync($"users/me/devices/{name}", Webhook)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Http.DeleteAsync($"users/me/devices/{name}")).StatusCode);
    }

    [Fact]
    public async Task An_account_has_twenty_devices_at_most_however_many_come_at_once()
    {
        var owner = await host.SignUp();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(number => owner.Http.PutAsJsonAsync($"users/me/devices/hook-{number}", Webhook)));

        Assert.Equal(20, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        Assert.Equal(5, replies.Count(reply => reply.StatusCode == HttpStatusCode.Conflict));
        var devices = await NotificationHost.Json(await owner.Http.GetAsync("users/me/devices"));
        Assert.Equal(20, devices.GetArrayLength());
        var known = devices[0].GetProperty("device_id").GetString();
        Assert.Equal(HttpStatusCode.OK, (await owner.Http.PutAsJsonAsync($"users/me/devices/{known}", Webhook)).StatusCode);
    }
}
