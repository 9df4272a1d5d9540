using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Admins make operators and admins; an operator is not one of these.</summary>
public sealed class SetRoleTests : IAsyncLifetime
{
    private TestHost host = null!;
    private HttpClient admin = null!;

    public async Task InitializeAsync()
    {
        host = await TestHost.Start();
        admin = await host.Operator();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task An_operator_has_the_rights_of_operators_from_the_next_request_on_and_until_the_role_ends()
    {
        var owner = await host.Owner();
        await (await owner.Http.GetAsync("/api/v1/checks")).Problem(403, "forbidden");

        var made = await SetRole(owner.Id, "operator");

        Assert.Equal("operator", made);
        Assert.Equal(HttpStatusCode.OK, (await owner.Http.GetAsync("/api/v1/checks")).StatusCode);
        Assert.Equal("member", await SetRole(owner.Id, "member"));
        await (await owner.Http.GetAsync("/api/v1/checks")).Problem(403, "forbidden");
    }

    [Fact]
    public async Task Operators_set_no_roles_and_decide_about_members_only()
    {
        var (one, other, third, member) = (await host.Owner(), await host.Owner(), await host.Owner(), await host.Owner());
        await SetRole(one.Id, "operator");
        await SetRole(other.Id, "operator");
        await SetRole(third.Id, "admin");

        await (await one.Http.PutAsJsonAsync($"/api/v1/users/{one.Id}/role", new { role = "admin" })).Problem(403, "forbidden");
        await (await one.Http.PutAsJsonAsync($"/api/v1/users/{member.Id}/role", new { role = "operator" })).Problem(403, "forbidden");
        foreach (var above in new[] { other.Id, third.Id })
        {
            await (await one.Http.PutAsJsonAsync($"/api/v1/users/{above}/status", new { status = "banned" })).Problem(403, "forbidden");
            await (await Delete(one.Http, above)).Problem(403, "forbidden");
        }
        await (await one.Http.PutAsJsonAsync($"/api/v1/users/{member.Id}/status", new { status = "banned" })).Json(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(one.Http, member.Id)).StatusCode);

        Assert.Equal("admin", (await third.User()).Text("role"));
        await (await third.Http.PutAsJsonAsync($"/api/v1/users/{one.Id}/status", new { status = "banned" })).Json(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(third.Http, other.Id)).StatusCode);
    }

    [Fact]
    public async Task The_configured_operator_is_an_admin_and_the_last_one_stays()
    {
        var me = await (await admin.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK);
        var id = me.GetProperty("id").GetInt64();
        Assert.Equal("admin", me.Text("role"));

        await (await admin.PutAsJsonAsync("/api/v1/users/me/role", new { role = "operator" })).Problem(409, "last_admin");
        await (await Delete(admin, id, TestHost.OperatorPassword)).Problem(409, "last_admin");
        var second = await host.Owner();
        await SetRole(second.Id, "admin");
        await (await second.Http.PutAsJsonAsync($"/api/v1/users/{id}/role", new { role = "member" })).Json(HttpStatusCode.OK);

        await (await admin.PutAsJsonAsync($"/api/v1/users/{second.Id}/role", new { role = "member" })).Problem(403, "forbidden");
        await (await second.Http.PutAsJsonAsync("/api/v1/users/me/role", new { role = "member" })).Problem(409, "last_admin");
    }

    [Fact]
    public async Task A_banned_account_is_not_made_an_admin()
    {
        var owner = await host.Owner();
        await (await admin.PutAsJsonAsync($"/api/v1/users/{owner.Id}/status", new { status = "banned" })).Json(HttpStatusCode.OK);

        await (await admin.PutAsJsonAsync($"/api/v1/users/{owner.Id}/role", new { role = "admin" })).Problem(409, "banned_account");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"role":null}""")]
    [InlineData("""{"role":"root"}""")]
    [InlineData("""{"role":"Admin"}""")]
    [InlineData("""{"role":1}""")]
    public async Task An_unknown_role_is_refused(string body)
    {
        var owner = await host.Owner();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var problem = await (await admin.PutAsync($"/api/v1/users/{owner.Id}/role", content)).Problem(400, "invalid_field");

        Assert.Equal("role", Assert.Single(problem.List("errors")).Text("field"));
        Assert.Equal("member", (await owner.User()).Text("role"));
    }

    [Theory]
    [InlineData("9007199254740990")]
    [InlineData("zero")]
    public async Task An_account_that_does_not_exist_is_not_found(string id)
    {
        foreach (var role in new[] { "operator", "admin" })
            await (await admin.PutAsJsonAsync($"/api/v1/users/{id}/role", new { role })).Problem(404, "not_found");
        await (await Delete(admin, id)).Problem(404, "not_found");
    }

    private static Task<HttpResponseMessage> Delete(HttpClient by, object id, string? password = null) =>
        by.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{id}") { Content = JsonContent.Create(new { password }) });

    private async Task<string> SetRole(long id, string role) =>
        (await (await admin.PutAsJsonAsync($"/api/v1/users/{id}/role", new { role })).Json(HttpStatusCode.OK)).Text("role");
}
