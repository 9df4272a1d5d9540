using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Seed 000: registering a user, with what contracts.md adds. Bad input gets a clear 4xx and creates nothing.</summary>
public sealed class CreateUserTests
{
    [Fact]
    public async Task A_registered_user_is_the_resource_of_the_seed()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var email = NewUser.Email();

        var reply = await anybody.PostAsJsonAsync(
            "/api/v1/users", new { nick_name = "球球君", email, phone = "", password = NewUser.Password });

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
    public async Task Whoever_registers_without_email_and_phone_signs_in_by_nick_name()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var name = $"nick{NewUser.Number()}";

        var user = await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = name, password = NewUser.Password }))
            .Json(HttpStatusCode.Created);

        Assert.Equal(name, user.Text("username"));
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = name, password = NewUser.Password }))
            .Json(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(BadBodies.Nonsense), MemberType = typeof(BadBodies))]
    public async Task A_body_that_is_not_the_expected_object_is_refused(string body)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsync("/api/v1/users", BadBodies.Json(body))).Problem(400);
        await (await anybody.PostAsync("/api/v1/sessions", BadBodies.Json(body))).Problem(400);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await Send([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D])).Problem(400);
        await (await Send([0, 0, 0, 0])).Problem(400);
        await (await Send(Encoding.Unicode.GetBytes("{}"))).Problem(400);

        Task<HttpResponseMessage> Send(byte[] body) => anybody.PostAsync(
            "/api/v1/users", new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } });
    }

    [Theory]
    [InlineData("nick_name", "null")]
    [InlineData("nick_name", "\"\"")]
    [InlineData("nick_name", "\"   \"")]
    [InlineData("nick_name", "5")]
    [InlineData("nick_name", "[\"x\"]")]
    [InlineData("nick_name", "\"a\\u0000b\"")]
    [InlineData("nick_name", "\"a\\u001bb\"")]
    [InlineData("nick_name", "\"0123456789012345678901234567890123456789012345678901234567890123456\"")]
    [InlineData("email", "\"nobody\"")]
    [InlineData("email", "\"a@b@c\"")]
    [InlineData("email", "\"a b@example.com\"")]
    [InlineData("email", "\"a\\u0000@example.com\"")]
    [InlineData("email", "{}")]
    [InlineData("email", "1e400")]
    [InlineData("phone", "\"call me\"")]
    [InlineData("phone", "\"12\"")]
    [InlineData("phone", "13900000000")]
    [InlineData("username", "\"ab\"")]
    [InlineData("username", "\"a\\nb\"")]
    [InlineData("password", "null")]
    [InlineData("password", "\"short\"")]
    [InlineData("password", "123456")]
    public async Task An_invalid_member_is_named(string field, string value)
    {
        using var anybody = (await TestHost.Shared).Client();
        var members = new Dictionary<string, string>
        {
            ["nick_name"] = "\"x\"",
            ["email"] = $"\"{NewUser.Email()}\"",
            ["password"] = "\"long enough\"",
            [field] = value,
        };

        var reply = await anybody.PostAsync(
            "/api/v1/users", BadBodies.Json($"{{{string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}"))}}}"));

        var problem = await reply.Problem(400, "invalid_field");
        Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
    }

    [Theory]
    [InlineData("email", 252, "鞋", "@x")]
    [InlineData("username", 254, "鞋", "")]
    [InlineData("username", 64, "\uFDFA", "")]
    [InlineData("username", 64, "鞋", "")]
    [InlineData("email", 4_000, "a", "@example.com")]
    public async Task Identities_of_any_length_are_accepted_or_refused_without_a_server_error(
        string field, int count, string letter, string rest)
    {
        using var anybody = (await TestHost.Shared).Client();
        var identity = string.Concat(Enumerable.Repeat(letter, count)) + rest;
        var body = new Dictionary<string, string> { ["nick_name"] = "x", ["password"] = "long enough", [field] = identity };

        var registered = await anybody.PostAsJsonAsync("/api/v1/users", body);
        var signedIn = await anybody.PostAsJsonAsync(
            "/api/v1/sessions", new Dictionary<string, string> { [field] = identity, ["password"] = "wrong" });

        if (registered.StatusCode != HttpStatusCode.Created)
            await registered.Problem(400, "invalid_field");
        await signedIn.Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task A_password_beyond_the_maximum_length_is_wrong_and_not_a_server_error()
    {
        using var anybody = (await TestHost.Shared).Client();
        var password = new string('p', 60_000);

        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", password })).Problem(400, "invalid_field");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = NewUser.Email(), password }))
            .Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task A_body_over_sixty_four_kilobytes_is_too_large_however_it_is_sent()
    {
        using var anybody = (await TestHost.Shared).Client();
        var body = $$"""{"nick_name":"x","password":"long enough","padding":"{{new string('x', 64 * 1024)}}"}""";
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/v1/users") { Content = BadBodies.Json(body) };
        chunked.Headers.TransferEncodingChunked = true;

        await (await anybody.PostAsync("/api/v1/users", BadBodies.Json(body))).Problem(413, "body_too_large");
        await (await anybody.SendAsync(chunked)).Problem(413, "body_too_large");
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        using var anybody = (await TestHost.Shared).Client();

        var user = await (await anybody.PostAsJsonAsync("/api/v1/users", new
        {
            nick_name = "x",
            email = NewUser.Email(),
            password = "long enough",
            role = "operator",
            quota = 999,
            id = 1,
            tasks_held = -5,
        })).Json(HttpStatusCode.Created);

        Assert.Equal(
            ("member", 10, 0),
            (user.Text("role"), user.GetProperty("quota").GetInt32(), user.GetProperty("tasks_held").GetInt32()));
    }
}
