using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SneakerCheck.Tests.Accounts;

/// <summary>How a token may be sent, and which tokens are refused.</summary>
public sealed class AuthenticationTests
{
    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    [InlineData("Authorization", "JWT {0}")]
    [InlineData("Authorization", "{0}")]
    [InlineData("Cookie", "session={0}")]
    [InlineData("Cookie", "theme=dark; session={0}; other=1")]
    public async Task The_token_is_accepted_in_every_form(string header, string form)
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();

        var reply = await Get(host, header, string.Format(null, form, owner.Token));

        Assert.Equal(owner.Id, (await reply.Json(HttpStatusCode.OK)).GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("Basic {0}")]
    [InlineData("Bearer Bearer {0}")]
    [InlineData("Bearer {0}.")]
    [InlineData("Bearer {0}A")]
    [InlineData("Bearer x{0}")]
    public async Task The_token_in_any_other_form_is_refused(string form)
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();

        await (await Get(host, "Authorization", string.Format(null, form, owner.Token))).Problem(401, "token_invalid");
    }

    [Fact]
    public async Task A_signed_out_token_is_refused_at_the_next_request_and_no_other_is()
    {
        var host = await TestHost.Shared;
        var (owner, bystander) = (await host.Owner(), await host.Owner());

        var signedOut = await owner.Http.DeleteAsync("/api/v1/sessions/current");

        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Assert.Contains(signedOut.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("session=;"));
        var refused = await owner.Http.GetAsync("/api/v1/users/me");
        await refused.Problem(401, "token_invalid");
        Assert.Equal("Bearer", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
        await bystander.User();
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var (host, owner, parts) = await OwnersToken();

        foreach (var algorithm in new[] { "none", "None", "NONE", "", "HS384", "RS256", "hs256" })
            await Refused(host, $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{parts[1]}.");
        await Refused(host, $"{parts[0]}.{parts[1]}.");
        await Refused(host, $"{parts[0]}.{parts[1]}");
        await owner.User();
    }

    [Fact]
    public async Task A_token_that_another_key_or_algorithm_signed_is_refused()
    {
        var (host, _, parts) = await OwnersToken();
        var key = Convert.FromBase64String(host.Services.GetRequiredService<IConfiguration>()["Tokens:SigningKey"]!);
        using var rsa = RSA.Create(2048);
        var rs256 = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{parts[1]}";
        var hs384 = $"{Encode("""{"alg":"HS384","typ":"JWT"}""")}.{parts[1]}";

        await Refused(host, Signed(parts, RandomNumberGenerator.GetBytes(32)));
        await Refused(host, Signed(parts, new byte[32]));
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(rs256), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        await Refused(host, $"{rs256}.{Base64Url.EncodeToString(signature)}");
        await Refused(host, $"{hs384}.{Base64Url.EncodeToString(HMACSHA384.HashData(key, Encoding.ASCII.GetBytes(hs384)))}");
        Assert.Equal($"{parts[0]}.{parts[1]}.{parts[2]}", Signed(parts, key));
    }

    [Theory]
    [InlineData("\"sub\":\"{0}\"", "\"sub\":\"1\"")]
    [InlineData("\"iss\":\"sneakercheck\"", "\"iss\":\"elsewhere\"")]
    [InlineData("\"aud\":\"sneakercheck\"", "\"aud\":\"elsewhere\"")]
    public async Task A_token_that_says_something_else_is_refused_even_when_signed_with_the_key(string from, string to)
    {
        var (host, owner, parts) = await OwnersToken();
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        var other = payload.Replace(from.Replace("{0}", $"{owner.Id}"), to);
        Assert.NotEqual(payload, other);

        await Refused(host, $"{parts[0]}.{Encode(other)}.{parts[2]}");
        var key = Convert.FromBase64String(host.Services.GetRequiredService<IConfiguration>()["Tokens:SigningKey"]!);
        await Refused(host, Signed([parts[0], Encode(other)], key));
    }

    private static async Task<(TestHost Host, TestHostOwner Owner, string[] Parts)> OwnersToken()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        return (host, owner, owner.Token.Split('.'));
    }

    private static string Signed(string[] parts, byte[] key)
    {
        var input = $"{parts[0]}.{parts[1]}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task Refused(TestHost host, string token) =>
        await (await Get(host, "Authorization", $"Bearer {token}")).Problem(401, "token_invalid");

    private static async Task<HttpResponseMessage> Get(TestHost host, string header, string value)
    {
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }
}
