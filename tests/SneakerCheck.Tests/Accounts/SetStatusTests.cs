using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Banning an account and lifting the ban.</summary>
public sealed class SetStatusTests
{
    [Fact]
    public async Task A_ban_takes_effect_at_the_next_request_and_prevents_sign_in()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        using var anybody = host.Client();
        var credentials = new { nick_name = "x", email = NewUser.Email(), password = "long enough" };
        var user = await (await anybody.PostAsJsonAsync("/api/v1/users", credentials)).Json(HttpStatusCode.Created);
        var id = user.GetProperty("id").GetInt64();
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", credentials)).Json(HttpStatusCode.OK);
        Assert.Equal("active", session.GetProperty("user").Text("status"));
        using var client = host.Client(session.Text("token"));

        var banned = await SetStatus(desk, id, "banned");

        Assert.Equal((id, "banned"), (banned.GetProperty("id").GetInt64(), banned.Text("status")));
        await (await client.GetAsync("/api/v1/users/me")).Problem(403, "account_banned");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", credentials)).Problem(403, "account_banned");

        Assert.Equal("active", (await SetStatus(desk, id, "active")).Text("status"));
        await (await client.GetAsync("/api/v1/users/me")).Problem(401, "token_invalid");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", credentials)).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Repeating_a_status_changes_nothing()
    {
        var host = await TestHost.Shared;
        var (desk, owner, banned) = (await host.Operator(), await host.Owner(), await host.Owner());

        var (first, second) = (await SetStatus(desk, banned.Id, "banned"), await SetStatus(desk, banned.Id, "banned"));
        await SetStatus(desk, owner.Id, "active");

        Assert.Equal(first.GetRawText(), second.GetRawText());
        await owner.User();
    }

    [Fact]
    public async Task Operators_cannot_ban_themselves()
    {
        var desk = await (await TestHost.Shared).Operator();
        var id = (await (await desk.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK)).GetProperty("id").GetInt64();

        foreach (var own in new[] { "me", $"{id}" })
            await (await desk.PutAsJsonAsync($"/api/v1/users/{own}/status", new { status = "banned" })).Problem(409, "own_account");

        Assert.Equal("active", (await SetStatus(desk, id, "active")).Text("status"));
    }

    [Theory]
    [InlineData("9007199254740990")]
    [InlineData("zero")]
    [InlineData("-1")]
    public async Task An_account_that_does_not_exist_is_not_found(string id)
    {
        var desk = await (await TestHost.Shared).Operator();

        await (await desk.PutAsJsonAsync($"/api/v1/users/{id}/status", new { status = "banned" })).Problem(404, "not_found");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":null}""")]
    [InlineData("""{"status":"deleted"}""")]
    [InlineData("""{"status":""}""")]
    [InlineData("""{"status":1}""")]
    [InlineData("""{"status":["banned"]}""")]
    public async Task An_unknown_status_is_refused(string body)
    {
        var host = await TestHost.Shared;
        var (desk, owner) = (await host.Operator(), await host.Owner());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var problem = await (await desk.PutAsync($"/api/v1/users/{owner.Id}/status", content)).Problem(400, "invalid_field");

        Assert.Equal("status", Assert.Single(problem.List("errors")).Text("field"));
        Assert.Equal("active", (await owner.User()).Text("status"));
    }

    private static async Task<JsonElement> SetStatus(HttpClient desk, long id, string status) =>
        await (await desk.PutAsJsonAsync($"/api/v1/users/{id}/status", new { status })).Json(HttpStatusCode.OK);
}
