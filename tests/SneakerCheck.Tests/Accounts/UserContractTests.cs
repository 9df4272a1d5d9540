using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Seed 000, User and 认证相关, with what contracts.md adds.</summary>
public sealed class UserContractTests
{
    private const string Password = "5f4dcc3b5aa765d61d8327deb882cf99";

    [Fact]
    public async Task A_registered_user_is_the_resource_of_the_seed()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var email = Email();

        var reply = await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "球球君", email, phone = "", password = Password });

        var user = await reply.Json(HttpStatusCode.Created);
        Assert.Equal($"/api/v1/users/{user.GetProperty("id").GetInt64()}", reply.Headers.Location!.OriginalString);
        Assert.InRange(user.GetProperty("id").GetInt64(), 1, (1L << 53) - 1);
        Assert.Equal("球球君", user.Text("nick_name"));
        Assert.Equal(email, user.Text("email"));
        Assert.Equal("", user.Text("phone"));
        Assert.Equal(10, user.GetProperty("quota").GetInt32());
        Assert.Equal(
            ["id", "nick_name", "username", "email", "phone", "quota", "tasks_held", "role", "status", "create_time"], user.Names());
    }

    [Fact]
    public async Task A_user_signs_in_by_email_phone_or_user_name_in_any_case()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var number = Number();
        var registered = await (await anybody.PostAsJsonAsync("/api/v1/users", new
        {
            nick_name = "Ball",
            email = $"Ball{number}@Example.com",
            phone = $"+86 139-{number[..4]}-{number[4..8]}",
            username = $"Ball{number}",
            password = Password,
        })).Json(HttpStatusCode.Created);

        foreach (var identity in new object[]
        {
            new { email = $"bALL{number}@example.COM", password = Password },
            new { phone = $"+86139{number[..8]}", password = Password },
            new { username = $" BALL{number} ", password = Password },
            new { username = $"ball{number}@example.com", password = Password },
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
        var cookie = Assert.Single(reply.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"session={token};", cookie);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/;", cookie + ";", StringComparison.OrdinalIgnoreCase);
        Assert.True(reply.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Whoever_registers_without_email_and_phone_signs_in_by_nick_name()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var name = $"nick{Number()}";

        var user = await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = name, password = Password }))
            .Json(HttpStatusCode.Created);

        Assert.Equal(name, user.Text("username"));
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = name, password = Password })).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_user_reads_and_changes_their_own_account()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var email = Email();

        var changed = await (await owner.Http.PutAsJsonAsync(
            $"/api/v1/users/{owner.Id}", new { nick_name = "新名字", email, quota = 10 })).Json(HttpStatusCode.OK);
        var cleared = await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Json(HttpStatusCode.OK);

        Assert.Equal(("新名字", email, 10), (changed.Text("nick_name"), changed.Text("email"), changed.GetProperty("quota").GetInt32()));
        Assert.Equal(("新名字", ""), (cleared.Text("nick_name"), cleared.Text("email")));
        var read = await (await owner.Http.GetAsync($"/api/v1/users/{owner.Id}")).Json(HttpStatusCode.OK);
        Assert.Equal(cleared.GetRawText(), read.GetRawText());
    }

    [Fact]
    public async Task A_given_up_email_is_free_for_others_after_a_while()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var (owner, heir) = (await host.Owner(), await host.Owner());
        var email = Email();
        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Json(HttpStatusCode.OK);
        await (await heir.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Problem(409, "email_taken");

        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Json(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromMinutes(6));

        var changed = await (await heir.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Json(HttpStatusCode.OK);
        Assert.Equal(email, changed.Text("email"));
    }

    [Fact]
    public async Task A_user_cannot_set_their_own_quota()
    {
        var owner = await (await TestHost.Shared).Owner();

        var problem = await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { quota = 11 })).Problem(400, "invalid_field");

        Assert.Equal("quota", Assert.Single(problem.List("errors")).Text("field"));
        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me/quota", new { quota = 11 })).Problem(403, "forbidden");
        Assert.Equal(10, (await owner.User()).GetProperty("quota").GetInt32());
    }

    [Fact]
    public async Task The_last_identity_cannot_be_removed()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var email = Email();
        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, password = Password }))
            .Json(HttpStatusCode.Created);
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = Password })).Json(HttpStatusCode.OK);
        using var client = host.Client(session.Text("token"));

        await (await client.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Problem(400, "identity_required");
    }

    [Fact]
    public async Task An_operator_sets_anybodys_quota()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var desk = await host.Operator();

        var user = await (await desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = 1 })).Json(HttpStatusCode.OK);

        Assert.Equal(1, user.GetProperty("quota").GetInt32());
        await owner.CreateTask();
        await (await owner.Http.PostAsJsonAsync(TestHostOwner.Tasks, new { meta_tag = "v0.1", shoe_model = "nike_dunk_low" }))
            .Problem(403, "quota_exceeded");
        await (await desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = -1 })).Problem(400, "invalid_field");
        await (await desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = 100_001 })).Problem(400, "invalid_field");
        await (await desk.PutAsJsonAsync("/api/v1/users/9007199254740990/quota", new { quota = 1 })).Problem(404, "not_found");
        await (await desk.PutAsJsonAsync("/api/v1/users/zero/quota", new { quota = 1 })).Problem(404, "not_found");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("99999999999999999999999")]
    [InlineData("1.0")]
    [InlineData("%20me")]
    [InlineData("ME")]
    [InlineData("%F0%9F%91%9F")]
    public async Task A_user_id_that_cannot_be_one_is_not_found(string id)
    {
        var owner = await (await TestHost.Shared).Owner();

        await (await owner.Http.GetAsync($"/api/v1/users/{id}")).Problem(404, "not_found");
        await (await owner.Http.GetAsync($"/api/v1/users/{id}/tasks")).Problem(404, "not_found");
    }

    internal static string Number() => $"{Random.Shared.NextInt64(10_000_000, 99_999_999)}{Random.Shared.NextInt64(1_000, 9_999)}";

    internal static string Email() => $"ball-{Number()}@example.com";
}
