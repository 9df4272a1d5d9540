using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Changing a password, and which clients that signs out.</summary>
public sealed class ChangePasswordTests
{
    private const string Old = "the old one";
    private const string New = "the new one";
    private const string Path = "/api/v1/users/me/password";

    [Fact]
    public async Task A_new_password_signs_out_all_clients_but_the_one_that_asks()
    {
        var host = await TestHost.Shared;
        var email = await Register(host);
        using var asking = await SignIn(host, email, Old);
        using var other = await SignIn(host, email, Old);
        var before = Assert.Single(await Sessions(asking), session => session.GetProperty("current").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await Change(asking, Old, New)).StatusCode);

        await (await other.GetAsync("/api/v1/users/me")).Problem(401, "token_invalid");
        Assert.Equal(before.GetRawText(), Assert.Single(await Sessions(asking)).GetRawText());
        await (await TrySignIn(host, email, Old)).Problem(401, "invalid_credentials");
        using var again = await SignIn(host, email, New);
        Assert.Equal(2, (await Sessions(again)).Length);
    }

    [Fact]
    public async Task A_wrong_old_password_changes_nothing_and_five_block_even_the_right_one()
    {
        var host = await TestHost.Shared;
        var (email, bystanders) = (await Register(host), await Register(host));
        using var client = await SignIn(host, email, Old);
        using var other = await SignIn(host, email, Old);
        using var bystander = await SignIn(host, bystanders, Old);

        for (var attempt = 0; attempt < 5; attempt++)
            await (await Change(client, $"guess {attempt}", New)).Problem(403, "wrong_password");
        var barred = await Change(other, Old, New);

        await barred.Problem(429, "too_many_attempts");
        Assert.InRange(barred.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 14, 15);
        Assert.Equal(HttpStatusCode.NoContent, (await Change(bystander, Old, New)).StatusCode);
        using var signedIn = await SignIn(host, email, Old);
        await (await other.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_successful_change_resets_the_failure_count()
    {
        var host = await TestHost.Shared;
        using var client = await SignIn(host, await Register(host), Old);

        for (var attempt = 0; attempt < 4; attempt++)
            await (await Change(client, "wrong", New)).Problem(403, "wrong_password");
        Assert.Equal(HttpStatusCode.NoContent, (await Change(client, Old, New)).StatusCode);

        await (await Change(client, "wrong", New)).Problem(403, "wrong_password");
        Assert.Equal(HttpStatusCode.NoContent, (await Change(client, New, Old)).StatusCode);
    }

    [Fact]
    public async Task Of_parallel_changes_from_several_clients_exactly_one_is_made()
    {
        var host = await TestHost.Shared;
        var email = await Register(host);
        var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignIn(host, email, Old)));

        var replies = await Task.WhenAll(clients.Select((client, i) => Change(client, Old, $"password {i}")));

        var winner = Assert.Single(Enumerable.Range(0, 4), i => replies[i].StatusCode == HttpStatusCode.NoContent);
        using var signedIn = await SignIn(host, email, $"password {winner}");
        for (var i = 0; i < 4; i++)
        {
            var reply = await clients[i].GetAsync("/api/v1/users/me");
            if (i == winner)
                await reply.Json(HttpStatusCode.OK);
            else
                await reply.Problem(401, "token_invalid");
            if (i != winner)
                Assert.Contains((int)replies[i].StatusCode, (int[])[401, 403]);
            clients[i].Dispose();
        }
    }

    [Theory]
    [InlineData("{}", "old_password")]
    [InlineData("""{"old_password":null,"new_password":"long enough"}""", "old_password")]
    [InlineData("""{"old_password":5,"new_password":"long enough"}""", "old_password")]
    [InlineData("""{"old_password":"x"}""", "new_password")]
    [InlineData("""{"old_password":"x","new_password":"short"}""", "new_password")]
    [InlineData("""{"old_password":"x","new_password":["long enough"]}""", "new_password")]
    [InlineData("""{"old_password":"x","new_password":"*"}""", "new_password")]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("""{"old_password":"\ud800"}""", null)]
    public async Task An_invalid_password_is_refused(string body, string? field)
    {
        var owner = await (await TestHost.Shared).Owner();
        using var content = new StringContent(body.Replace("*", new string('p', 129)), Encoding.UTF8, "application/json");

        var problem = await (await owner.Http.PutAsync(Path, content)).Problem(400);

        if (field is not null)
            Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
    }

    [Fact]
    public async Task An_old_password_beyond_the_maximum_length_is_wrong_and_not_an_error()
    {
        var owner = await (await TestHost.Shared).Owner();

        await (await Change(owner.Http, new string('p', 60_000), New)).Problem(403, "wrong_password");
    }

    private static Task<HttpResponseMessage> Change(HttpClient client, string oldPassword, string newPassword) =>
        client.PutAsJsonAsync(Path, new { old_password = oldPassword, new_password = newPassword });

    private static async Task<string> Register(TestHost host)
    {
        using var anybody = host.Client();
        var email = NewUser.Email();
        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, password = Old })).Json(HttpStatusCode.Created);
        return email;
    }

    private static async Task<HttpResponseMessage> TrySignIn(TestHost host, string email, string password)
    {
        using var anybody = host.Client();
        return await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password });
    }

    private static async Task<HttpClient> SignIn(TestHost host, string email, string password) =>
        host.Client((await (await TrySignIn(host, email, password)).Json(HttpStatusCode.OK)).Text("token"));

    private static async Task<JsonElement[]> Sessions(HttpClient client) =>
        [.. (await (await client.GetAsync("/api/v1/users/me/sessions")).Json(HttpStatusCode.OK)).EnumerateArray()];
}
