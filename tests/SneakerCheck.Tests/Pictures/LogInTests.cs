using System.Net.Http.Json;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Seed 002: login, with its error codes.</summary>
public sealed class LogInTests
{
    [Fact]
    public async Task A_token_of_this_contract_expires_after_thirty_minutes()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var user = await PictureClient.Create(host);

        time.Advance(TimeSpan.FromMinutes(29));
        await (await user.Http.GetAsync("/api/picture")).Envelope(200, 0);
        time.Advance(TimeSpan.FromMinutes(2));
        await (await user.Http.GetAsync("/api/picture")).Envelope(401, 8);
        await PictureClient.LogIn(host.Client(), user.UserName);
    }

    [Theory]
    [InlineData("", 400, 2)]
    [InlineData("{}", 400, 2)]
    [InlineData("""{"username":"Rory"}""", 400, 2)]
    [InlineData("""{"username":{},"password":"12345"}""", 400, 2)]
    [InlineData("""{"username":"nobody-has-this-name","password":"12345"}""", 404, 4)]
    [InlineData("""{"username":"","password":"12345"}""", 404, 4)]
    public async Task An_invalid_login_is_refused_with_its_code(string body, int status, int code)
    {
        using var http = (await TestHost.Shared).Client();

        await (await http.PostAsync("/api/user/login", PictureClient.Json(body))).Envelope(status, code);
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_sixth_login_is_throttled()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        using var http = host.Client();

        for (var i = 0; i < 5; i++)
            await (await http.PostAsJsonAsync("/api/user/login", new { username = user.UserName, password = "wrong" })).Envelope(401, 5);
        var refused = await http.PostAsJsonAsync("/api/user/login", new { username = user.UserName, password = PictureClient.Password });
        await refused.Envelope(429, 5);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }
}
