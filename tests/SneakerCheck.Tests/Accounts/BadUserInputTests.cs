using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Bad input to accounts and sessions gets a clear 4xx and changes nothing.</summary>
public sealed class BadUserInputTests
{
    public static TheoryData<string> Nonsense() =>
    [
        "", "null", "[]", "42", "\"text\"", "{", "{\"nick_name\":}", "nick_name=x", "{}{}", "\uFEFF{}x", "{'nick_name':'x'}",
        "{\"nick_name\":\"\\ud800\"}", new string('[', 10_000), Nested(2_000),
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_body_that_is_not_the_expected_object_is_refused(string body)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsync("/api/v1/users", Json(body))).Problem(400);
        await (await anybody.PostAsync("/api/v1/sessions", Json(body))).Problem(400);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsync("/api/v1/users", new ByteArrayContent([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D])))
            .Problem(400);
        await (await anybody.PostAsync("/api/v1/users", new ByteArrayContent([0, 0, 0, 0]))).Problem(400);
        await (await anybody.PostAsync("/api/v1/users", new ByteArrayContent(Encoding.Unicode.GetBytes("{}")))).Problem(400);
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
            ["email"] = $"\"{UserContractTests.Email()}\"",
            ["password"] = "\"long enough\"",
            [field] = value,
        };

        var reply = await anybody.PostAsync(
            "/api/v1/users", Json($"{{{string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}"))}}}"));

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
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = UserContractTests.Email(), password }))
            .Problem(401, "invalid_credentials");
    }

    [Fact]
    public async Task A_body_over_sixty_four_kilobytes_is_too_large_however_it_is_sent()
    {
        using var anybody = (await TestHost.Shared).Client();
        var body = $$"""{"nick_name":"x","password":"long enough","padding":"{{new string('x', 64 * 1024)}}"}""";
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/v1/users") { Content = Json(body) };
        chunked.Headers.TransferEncodingChunked = true;

        await (await anybody.PostAsync("/api/v1/users", Json(body))).Problem(413, "body_too_large");
        await (await anybody.SendAsync(chunked)).Problem(413, "body_too_large");
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        using var anybody = (await TestHost.Shared).Client();

        var user = await (await anybody.PostAsJsonAsync("/api/v1/users", new
        {
            nick_name = "x",
            email = UserContractTests.Email(),
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

    [Fact]
    public async Task A_sign_in_needs_an_identity_and_a_password()
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { password = "x" })).Problem(400, "invalid_field");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = "", username = " ", password = "x" }))
            .Problem(400, "invalid_field");
        await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = UserContractTests.Email() })).Problem(400, "invalid_field");
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/users/me")]
    [InlineData("GET", "/api/v1/sessions")]
    [InlineData("DELETE", "/api/v1/users/me")]
    [InlineData("POST", "/api/v1/users/me/tasks/00000000000000000000000000000000/run")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/api/v2/users/me")]
    public async Task A_verb_or_path_that_no_function_has_is_not_found(string verb, string path)
    {
        var owner = await (await TestHost.Shared).Owner();

        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Http.SendAsync(request)).StatusCode);
    }

    private static string Nested(int depth) =>
        $"{{\"nick_name\":{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}}}";

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
