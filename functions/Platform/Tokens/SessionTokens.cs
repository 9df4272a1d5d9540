using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace SneakerCheck.Platform.Tokens;

/// <summary>The claims of a valid token.</summary>
/// <param name="AccountId">The account that it was issued to.</param>
/// <param name="SessionId">Its session. Ending the session invalidates the token.</param>
public sealed record TokenClaims(long AccountId, string SessionId);

/// <summary>Why a token is rejected.</summary>
public enum TokenFault
{
    /// <summary>It is accepted.</summary>
    None,

    /// <summary>We issued it, but it has expired.</summary>
    Expired,

    /// <summary>Not a token, another algorithm, issuer or audience, or an invalid signature.</summary>
    Invalid,
}

/// <summary>
/// JSON Web Tokens (RFC 7519) signed with HS256 (RFC 7515). No other algorithm is accepted. Signatures use the framework's HMAC and
/// are compared in constant time. Before the signature is checked, only the header is read, and only to require HS256.
/// </summary>
public sealed class SessionTokens
{
    /// <summary>The cookie that carries the token of browser clients.</summary>
    public const string Cookie = "session";

    private const int MaximumLength = 2048;
    private readonly byte[] key;
    private readonly TokenOptions options;
    private readonly TimeProvider time;

    public SessionTokens(IOptions<TokenOptions> options, TimeProvider time)
    {
        this.options = options.Value;
        this.time = time;
        key = this.options.Key() ?? throw new ArgumentException("The signing key is not valid.", nameof(options));
    }

    public string Issue(TokenClaims claims, DateTimeOffset expires)
    {
        var payload = new TokenPayload(
            options.Issuer,
            options.Audience,
            claims.AccountId.ToString(CultureInfo.InvariantCulture),
            claims.SessionId,
            time.GetUtcNow().ToUnixTimeSeconds(),
            expires.ToUnixTimeSeconds());
        var header = JsonSerializer.SerializeToUtf8Bytes(new TokenHeader("HS256", "JWT"), TokenJson.Default.TokenHeader);
        var body = JsonSerializer.SerializeToUtf8Bytes(payload, TokenJson.Default.TokenPayload);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(body)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(key, signed))}";
    }

    /// <summary>Checks form, algorithm, signature, issuer, audience and time, in this order.</summary>
    public (TokenClaims? Claims, TokenFault Fault) Verify(string token)
    {
        var parts = token.Length <= MaximumLength ? token.Split('.') : [];
        if (parts.Length != 3 || Decode(parts[0], TokenJson.Default.TokenHeader) is not { Alg: "HS256", Crit: null }
            || Bytes(parts[2]) is not { } signature
            || !CryptographicOperations.FixedTimeEquals(signature, Sign(key, $"{parts[0]}.{parts[1]}"))
            || Decode(parts[1], TokenJson.Default.TokenPayload) is not { } payload
            || payload.Iss != options.Issuer
            || payload.Aud != options.Audience
            || payload.Sid is not { Length: > 0 } session
            || !long.TryParse(payload.Sub, NumberStyles.None, CultureInfo.InvariantCulture, out var account))
        {
            return (null, TokenFault.Invalid);
        }
        return time.GetUtcNow().ToUnixTimeSeconds() >= payload.Exp
            ? (null, TokenFault.Expired)
            : (new TokenClaims(account, session), TokenFault.None);
    }

    /// <summary>The HS256 signature of RFC 7515 over the signing input.</summary>
    public static byte[] Sign(byte[] key, string signingInput) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signingInput));

    private static byte[]? Bytes(string part)
    {
        try
        {
            // A token has exactly one accepted encoding: no padding, white space or unused bits at the end.
            var bytes = Base64Url.DecodeFromChars(part);
            return Base64Url.EncodeToString(bytes) == part ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static T? Decode<T>(string part, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json)
        where T : class
    {
        try
        {
            return Bytes(part) is { } bytes ? JsonSerializer.Deserialize(bytes, json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

// Crit (RFC 7515, 4.1.11) lists extensions that must be understood. We support none, so a token that has it is rejected.
internal sealed record TokenHeader(string Alg, string? Typ, JsonElement? Crit = null);

internal sealed record TokenPayload(string? Iss, string? Aud, string? Sub, string? Sid, long Iat, long Exp);

// Duplicate names are rejected, because parsers disagree on which value counts.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TokenHeader))]
[JsonSerializable(typeof(TokenPayload))]
internal sealed partial class TokenJson : JsonSerializerContext;
