using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Tests.Security;

/// <summary>
/// OWASP API2: complements AuthenticationTests and SessionTokensTests. Headers that contain or point to a key, tokens with a valid
/// signature that mix accounts and sessions or have no expiry, and requests with several tokens.
/// </summary>
public sealed class TokenConfusionTests : IAsyncLifetime
{
    private const string Good = """{"alg":"HS256","typ":"JWT"}""";
    private TestHost host = null!;
    private TestHostOwner owner = null!;
    private TestHostOwner other = null!;
    private byte[] key = [];

    public async Task InitializeAsync()
    {
        host = await TestHost.Shared;
        (owner, other) = (await host.Owner(), await host.Owner());
        key = Convert.FromBase64String(host.Services.GetRequiredService<IConfiguration>()["Tokens:SigningKey"]!);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Tokens_signed_by_the_tests_are_accepted()
    {
        Assert.Equal(200, await Status(Signed(Good, Payload())));
        // kid and jku are ignored: the key is always the configured one.
        Assert.Equal(200, await Status(Signed("""{"alg":"HS256","kid":"../../etc/passwd","jku":"https://example.com/keys"}""", Payload())));
    }

    [Theory]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"NONE","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256 ","typ":"JWT"}""")]
    [InlineData("""{"alg":["HS256"],"typ":"JWT"}""")]
    [InlineData("""{"alg":null,"typ":"JWT"}""")]
    [InlineData("""{"ALG":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"\ud800","typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"HS256"}{}""")]
    [InlineData("")]
    public async Task Another_header_is_refused_even_with_the_right_key(string header) =>
        Assert.Equal(401, await Status(Signed(header, Payload())));

    [Theory]
    [InlineData("jwk")]
    [InlineData("x5c")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("kid")]
    public async Task A_key_that_the_token_contains_or_points_to_is_not_used(string member)
    {
        var own = RandomNumberGenerator.GetBytes(32);
        var value = member switch
        {
            "jwk" => $$"""{"kty":"oct","k":"{{Base64Url.EncodeToString(own)}}"}""",
            "x5c" => $"[\"{Convert.ToBase64String(own)}\"]",
            "kid" => "\"/dev/null\"",
            _ => "\"https://example.com/keys.json\"",
        };
        var header = $$"""{"alg":"HS256","{{member}}":{{value}}}""";

        Assert.Equal(401, await Status(Signed(header, Payload(), own)));
        Assert.Equal(401, await Status(Signed(header, Payload(), [])));
        Assert.Equal(401, await Status(Signed(header, Payload(), new byte[32])));
    }

    [Fact]
    public async Task A_session_is_valid_for_its_own_account_only()
    {
        Assert.Equal(401, await Status(Signed(Good, Payload(other.Id, Session(owner)))));
        Assert.Equal(401, await Status(Signed(Good, Payload(owner.Id, Session(other)))));
        foreach (var session in new[] { "", "account", "../session", "none", "\\u0000", new string('a', 1000) })
            Assert.Equal(401, await Status(Signed(Good, Payload(owner.Id, session))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"exp\":null")]
    [InlineData(",\"exp\":\"99999999999\"")]
    [InlineData(",\"exp\":0")]
    [InlineData(",\"exp\":-1")]
    [InlineData(",\"exp\":1e400")]
    [InlineData(",\"exp\":99999999999999999999")]
    [InlineData(",\"exp\":true")]
    [InlineData(",\"exp\":[99999999999]")]
    public async Task A_token_without_a_valid_expiry_is_refused(string end) =>
        Assert.Equal(401, await Status(
            Signed(Good, $$"""{"iss":"sneakercheck","aud":"sneakercheck","sub":"{{owner.Id}}","sid":"{{Session(owner)}}"{{end}}}""")));

    [Fact]
    public async Task An_ended_session_is_not_revived_by_a_token_that_does_not_expire()
    {
        var token = Signed(Good, Payload(owner.Id, Session(owner), long.MaxValue));
        Assert.Equal(200, await Status(token));

        (await owner.Http.DeleteAsync("/api/v1/sessions/current")).EnsureSuccessStatusCode();

        Assert.Equal(401, await Status(token));
    }

    [Fact]
    public async Task A_token_with_extra_content_is_refused()
    {
        var token = owner.Token;
        foreach (var text in new[]
        {
            $"{token}.{token}", $"{token} {token}", $"{token},{token}", $"{token}%00", $"{token}=", $"{token}\t.", $".{token}",
                $"\"{token}\"",
            $"Bearer {token}, Bearer {token}", token.Replace(".", "..", StringComparison.Ordinal), $"{token}#", new string('A', 10_000),
        })
        {
            var (status, reply) = await RawRequest.Send(host, "GET /api/v1/users/me HTTP/1.1", $"Authorization: {text}");
            Assert.True(status == 401, $"{text} → {reply}");
        }
    }

    [Fact]
    public async Task Two_headers_with_a_token_each_sign_nobody_in()
    {
        foreach (var second in new[] { owner.Token, other.Token, "x" })
        {
            var (status, _) = await RawRequest.Send(
                host, "GET /api/v1/users/me HTTP/1.1", $"Authorization: Bearer {owner.Token}", $"Authorization: Bearer {second}");
            Assert.Equal(401, status);
        }
    }

    [Fact]
    public async Task A_token_in_path_query_or_body_is_ignored()
    {
        using var client = host.Client();
        foreach (var name in new[] { "token", "access_token", "session", "authorization", "jwt" })
            await (await client.GetAsync($"/api/v1/users/me?{name}={owner.Token}")).Problem(401, "not_signed_in");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("access_token", owner.Token)]);
        await (await client.PutAsync("/api/v1/users/me", form)).Problem(401, "not_signed_in");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Add("X-Session", owner.Token);
        request.Headers.Add("Proxy-Authorization", $"Bearer {owner.Token}");
        await (await client.SendAsync(request)).Problem(401, "not_signed_in");
    }

    [Fact]
    public async Task The_header_precedes_the_cookie_even_if_it_is_invalid()
    {
        var (_, both) = await RawRequest.Send(
            host, "GET /api/v1/users/me HTTP/1.1", $"Authorization: Bearer {owner.Token}", $"Cookie: session={other.Token}");
        Assert.Contains($"\"id\":{owner.Id},", both);

        foreach (var header in new[] { "Bearer garbage", "Bearer", "Basic x" })
        {
            var (status, _) = await RawRequest.Send(
                host, "GET /api/v1/users/me HTTP/1.1", $"Authorization: {header}", $"Cookie: session={other.Token}");
            Assert.Equal(401, status);
        }
    }

    private string Session(TestHostOwner of) => host.Services.GetRequiredService<SessionTokens>().Verify(of.Token).Claims!.SessionId;

    private string Payload(long? account = null, string? session = null, long expires = 99999999999) =>
        $$"""
        {"iss":"sneakercheck","aud":"sneakercheck","sub":"{{account ?? owner.Id}}","sid":"{{session ?? Session(owner)}}",
         "iat":1,"exp":{{expires}}}
        """;

    private string Signed(string header, string payload, byte[]? with = null)
    {
        var input =
            $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(with ?? key, Encoding.ASCII.GetBytes(input)))}";
    }

    private async Task<int> Status(string token)
    {
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        var reply = await client.GetAsync("/api/v1/users/me");
        if (reply.StatusCode == HttpStatusCode.OK)
            Assert.Equal(owner.Id, (await reply.Json(HttpStatusCode.OK)).GetProperty("id").GetInt64());
        return (int)reply.StatusCode;
    }
}
