using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Notifications;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API8: at every log level, logs hold no secrets and no personal data.</summary>
public sealed class LogSecrecyTests
{
    private const string Password = "correct horse battery staple";
    // Nothing listens there.
    private const string Closed = "127.0.0.1:9";
    private const string DeviceToken = "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1";

    [Fact]
    public async Task A_walk_through_all_areas_leaves_no_secret_in_the_log()
    {
        var log = new TestHostLog();
        await using var host = await TestHost.Start(configure: log.TakeOver);
        await using var endpoint = await LocalServer.Start(500);
        var secrets = new List<string> { Password, DeviceToken, "sig=" };
        var number = Guid.NewGuid().ToString("N");
        var (email, phone) = ($"{number}@example.com", $"+86139{Random.Shared.Next(10_000_000, 100_000_000)}");
        secrets.AddRange([email, number, phone, phone[3..]]);

        using var anybody = host.Client();
        var credentials = new { nick_name = $"nick-{number}", email, phone, username = $"user-{number}", password = Password };
        (await anybody.PostAsJsonAsync("/api/v1/users", credentials)).EnsureSuccessStatusCode();
        await anybody.PostAsJsonAsync("/api/v1/users", credentials);
        foreach (var identity in new object[] { new { email, password = "x" + Password }, new { phone, password = Password },
            new { email = $"no{email}", password = Password } })
            await anybody.PostAsJsonAsync("/api/v1/sessions", identity);
        await anybody.PostAsJsonAsync("/api/user/login", new { username = email, password = "x" + Password });
        var bare = (await (await anybody.PostAsJsonAsync("/api/user/login", new { username = email, password = Password })).Envelope(
            200, 0)).Text("token");
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = Password })).Json(HttpStatusCode.OK);
        var owner = new TestHostOwner(host, session.GetProperty("user").GetProperty("id").GetInt64(), session.Text("token"));
        secrets.AddRange([owner.Token, owner.Token.Split('.')[1], owner.Token.Split('.')[2], bare, bare.Split('.')[2]]);
        await SendCookie(host, bare);

        var device = await owner.Http.PutAsJsonAsync(
            "/api/v1/users/me/devices/hook", new { platform = "webhook", url = $"{endpoint.Address}h?key={number}" });
        secrets.Add((await device.Json(HttpStatusCode.Created)).Text("secret")["whsec_".Length..]);
        secrets.Add(endpoint.Address.Authority);
        (await owner.Http.PutAsJsonAsync("/api/v1/users/me/devices/closed", new { platform = "webhook", url = $"http://{Closed}/h" }))
            .EnsureSuccessStatusCode();
        secrets.Add(Closed);
        (await owner.Http.PutAsJsonAsync("/api/v1/users/me/devices/phone", new { platform = "fcm", token = DeviceToken }))
            .EnsureSuccessStatusCode();

        var task = await owner.CreateTask();
        var upload = (await owner.Announce(task, "appear", 1_000_000)).GetProperty("upload");
        secrets.Add(Signature(upload.Text("url")));
        await TestHostOwner.Upload(upload, TestPhoto.Unique());
        await owner.Http.PutAsync($"{TestHostOwner.Tasks}/{task}/run", null);
        (await owner.Send(task, "appear", TestPhoto.Unique())).EnsureSuccessStatusCode();
        await owner.Run(task);
        var photo = await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/appear");
        Assert.Equal(HttpStatusCode.Found, photo.StatusCode);
        secrets.Add(Signature(photo.Headers.Location!.AbsoluteUri));

        var picture = await new PictureClient(owner.Http, "", owner.Token).Post(PictureClient.NewImage());
        var shown = await (await owner.Http.GetAsync($"/api/picture/{picture}?fields=url")).Envelope(200, 0);
        secrets.Add(Signature(shown.Text("url")));
        await owner.Http.GetAsync($"/api/picture/{picture}?size=small");
        using var broken = new StringContent($"{{\"password\":\"{Password}\",\"email\":{email}", Encoding.UTF8, "application/json");
        await owner.Http.PutAsync("/api/v1/users/me", broken);
        await owner.Http.PutAsJsonAsync("/api/v1/users/me/password", new { old_password = "x" + Password, new_password = Password });
        await RawRequest.Send(host, "GET /%00 HTTP/1.1", $"Authorization: Bearer {owner.Token}");
        await RawRequest.Send(host, "GET /api/v1/users/me HTTP/1.1", $"Authorization: Bearer {owner.Token}", "Bad header");

        await Eventually.Holds(() => endpoint.Requests.Count > 0, "a push to the webhook");
        await Eventually.Holds(() => log.Lines.Any(line => line.Contains("was not pushed to")), "a push that a phone's service refused");
        await Eventually.Holds(
            () => log.Lines.Any(line => line.Contains("device-pushes") && line.Contains("answered 500")), "a push that failed");
        await Eventually.Holds(() => log.Lines.Any(line => line.Contains("no answer: ")), "a push that nobody accepted");
        await owner.Http.DeleteAsync($"/api/picture/{picture}");
        await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}");
        await owner.Http.DeleteAsync("/api/v1/sessions/current");

        secrets.Add((await host.Services.GetRequiredService<AccountStore>().Find(owner.Id, CancellationToken.None))!.Value.PasswordHash);
        Assert.Contains(log.Lines, line => line.Contains("/api/v1/sessions"));
        Assert.All(secrets, secret =>
        {
            Assert.True(secret.Length >= 4);
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
        });
    }

    private static string Signature(string link) => link.Split("sig=")[1].Split('&')[0];

    private static async Task SendCookie(TestHost host, string token)
    {
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Add("Cookie", $"session={token}");
        (await client.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
