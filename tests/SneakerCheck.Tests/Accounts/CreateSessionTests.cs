using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Seed 000, 认证相关: signing in.</summary>
public sealed class CreateSessionTests
{
    [Fact]
    public async Task A_user_signs_in_by_email_phone_or_user_name_in_any_case()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var number = NewUser.Number();
        var registered = await (await anybody.PostAsJsonAsync("/api/v1/users", new
        {
            nick_name = "Ball",
            email = $"Ball{number}@Example.com",
            phone = $"+86 139-{number[..4]}-{number[4..8]}",
            username = $"Ball{number}",
            password = NewUser.Password,
        })).Json(HttpStatusCode.Created);

        foreach (var identity in new object[]
        {
            new { email = $"bALL{number}@example.COM", password = NewUser.Password },
            new { phone = $"+86139{number[..8]}", password = NewUser.Password },
            new { username = $" BALL{number} ", password = NewUser.Password },
            new { username = $"ball{number}@example.com", password = NewUser.Password },
        })
        {
            var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", identity)).Json(HttpStatusCode.OK);
            Assert.Equal(registered.GetRawText(), session.GetProperty("user").GetRawText());
            using var client = host.Client(session.Text("token"));
            Assert.Equal(registered.GetRawText(), (await (await client.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK)).GetRawText());
        }
    }

    [Fact]
    public async Task The_session_cookie_is_closed_to_scripts_and_to_other_sites()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();

        var reply = await anybody.PostAsJsonAsync(
            "/api/v1/sessions", new { email = TestHost.OperatorEmail, password = TestHost.OperatorPassword });

        var token = (await reply.Json(HttpStatusCode.OK)).Text("token");
        var cookie = Assert.Single(
            reply.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("session=", StringComparison.Ordinal));
        Assert.StartsWith($"session={token};", cookie);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/;", cookie + ";", StringComparison.OrdinalIgnoreCase);
        Assert.True(reply.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_sign_in_needs_an_identity_and_a_password()
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { password = "x" })).Problem(400, "invalid_field");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = "", username = " ", password = "x" }))
            .Problem(400, "invalid_field");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = NewUser.Email() })).Problem(400, "invalid_field");
    }
}
