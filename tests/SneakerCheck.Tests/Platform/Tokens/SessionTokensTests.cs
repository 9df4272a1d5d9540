using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Tokens;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Tokens;

public sealed class SessionTokensTests : IClassFixture<Jose>
{
    private static readonly TokenClaims Claims = new(42, "0123456789abcdef");
    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly ManualTime time = new();

    private DateTimeOffset Soon => time.GetUtcNow().AddMinutes(30);

    [Fact]
    public void The_signature_is_that_of_RFC_7515_appendix_A_1()
    {
        var vectorKey = Base64Url.DecodeFromChars(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        const string input = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

        Assert.Equal("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Base64Url.EncodeToString(SessionTokens.Sign(vectorKey, input)));
    }

    [Fact]
    public void A_token_carries_its_claims_until_it_expires()
    {
        var tokens = Tokens();
        var token = tokens.Issue(Claims, Soon);

        Assert.Equal((Claims, TokenFault.None), tokens.Verify(token));
        time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Assert.Equal((Claims, TokenFault.None), tokens.Verify(token));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((null, TokenFault.Expired), tokens.Verify(token));
    }

    [Fact]
    public void A_token_of_another_key_issuer_or_audience_is_invalid_even_when_expired()
    {
        var token = Tokens().Issue(Claims, time.GetUtcNow().AddMinutes(-1));

        Assert.Equal(TokenFault.Expired, Tokens().Verify(token).Fault);
        Assert.Equal(TokenFault.Invalid, Tokens(signingKey: Convert.ToBase64String(new byte[32])).Verify(token).Fault);
        Assert.Equal(TokenFault.Invalid, Tokens(issuer: "elsewhere").Verify(token).Fault);
        Assert.Equal(TokenFault.Invalid, Tokens(audience: "elsewhere").Verify(token).Fault);
    }

    [Fact]
    public void A_token_with_any_one_letter_changed_is_invalid()
    {
        var tokens = Tokens();
        var token = tokens.Issue(Claims, Soon);

        // The last letter of each part may contain unused bits.
        var last = new[] { token.IndexOf('.') - 1, token.LastIndexOf('.') - 1, token.Length - 1 };
        foreach (var place in Enumerable.Range(0, token.Length).Except(last))
        {
            var letter = token[place] == 'A' ? 'B' : 'A';
            Assert.Equal(TokenFault.Invalid, tokens.Verify($"{token[..place]}{letter}{token[(place + 1)..]}").Fault);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("W10.W10.W10")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    [InlineData("鞋.鞋.鞋")]
    public void Text_that_is_not_a_token_is_invalid(string text) => Assert.Equal(TokenFault.Invalid, Tokens().Verify(text).Fault);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"42","sid":"x"}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"-42","sid":"x","exp":99999999999}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":42,"sid":"x","exp":99999999999}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"42","exp":99999999999}""")]
    [InlineData("""{"iss":"sneakercheck","aud":["sneakercheck"],"sub":"42","sid":"x","exp":99999999999}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"42","sid":"x","exp":1e99}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"42","sid":"x","exp":"99999999999"}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"42","sid":"x","exp":1,"exp":99999999999}""")]
    [InlineData("""{"iss":"sneakercheck","aud":"sneakercheck","sub":"7","sub":"42","sid":"x","exp":99999999999}""")]
    public void Signed_claims_with_a_missing_or_wrong_member_are_not_accepted(string payload)
    {
        Assert.Null(Tokens().Verify(Signed("""{"alg":"HS256","typ":"JWT"}""", payload)).Claims);
    }

    [Fact]
    public void A_token_with_a_critical_extension_is_rejected()
    {
        const string payload = """{"iss":"sneakercheck","aud":"sneakercheck","sub":"42","sid":"x","exp":99999999999}""";

        Assert.Equal(42, Tokens().Verify(Signed("""{"alg":"HS256","kid":"1"}""", payload)).Claims!.AccountId);
        Assert.Equal(TokenFault.Invalid, Tokens().Verify(Signed("""{"alg":"HS256","crit":["exp"]}""", payload)).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void A_key_that_is_not_256_bits_is_refused(string signingKey) =>
        Assert.Throws<ArgumentException>(() => Tokens(signingKey: signingKey));

    [Fact]
    public async Task Another_implementation_accepts_our_tokens()
    {
        var token = Tokens(TimeProvider.System).Issue(Claims, DateTimeOffset.UtcNow.AddMinutes(5));

        var claims = await Jose.Verify(key, token, "sneakercheck", "sneakercheck");

        Assert.Equal(("42", Claims.SessionId), (claims.Text("sub"), claims.Text("sid")));
    }

    [Fact]
    public async Task We_accept_the_tokens_of_another_implementation()
    {
        var token = await Jose.Sign(
            key, new { iss = "sneakercheck", aud = "sneakercheck", sub = "42", sid = Claims.SessionId, exp = Soon.ToUnixTimeSeconds() });

        Assert.Equal((Claims, TokenFault.None), Tokens().Verify(token));
    }

    private SessionTokens Tokens(
        TimeProvider? clock = null, string? signingKey = null, string issuer = "sneakercheck", string audience = "sneakercheck") =>
        new(Options.Create(new TokenOptions { SigningKey = signingKey ?? key, Issuer = issuer, Audience = audience }), clock ?? time);

    private string Signed(string header, string payload)
    {
        var input = string.Join(
            '.', new[] { header, payload }.Select(part => Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(part))));
        return $"{input}.{Base64Url.EncodeToString(SessionTokens.Sign(Convert.FromBase64String(key), input))}";
    }
}
