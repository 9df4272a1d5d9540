using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>A device that an account has signed in from.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Generation">The account's generation then: a new password or a ban makes every device unknown.</param>
/// <param name="Id">Random.</param>
public sealed record KnownDevice(long AccountId, int Generation, string Id)
{
    public bool IsOf(Account account) => AccountId == account.Id && Generation == account.Generation;
}

/// <summary>
/// Signed cookies by which a device shows that its owner has signed in from it before (OWASP: device cookies). A known device has its
/// own count of failures, so that strangers who guess an owner's password do not lock the owner out. It is no credential: without the
/// password it opens nothing.
/// </summary>
public sealed class KnownDevices(IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "device";

    private const string Version = "1";
    private const int MaximumLength = 200;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    // Another key than that of tokens, so that neither can pass for the other.
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        options.Value.Key() ?? throw new ArgumentException("The signing key is not valid.", nameof(options)),
        32,
        info: "device cookie"u8.ToArray());

    /// <summary>The device that a request comes from; null if its cookie is missing or not ours.</summary>
    public KnownDevice? Of(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 and <= MaximumLength } value
            || value.Split('.') is not [Version, _, _, _, _] parts)
        {
            return null;
        }
        var isSigned = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(parts[4]), Encoding.UTF8.GetBytes(Sign(string.Join('.', parts[..4]))));
        return isSigned
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var account)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? new KnownDevice(account, generation, parts[3])
            : null;
    }

    /// <summary>Sets the cookie. A device that is known already keeps its id, and with it its count.</summary>
    public void Remember(HttpRequest request, Account account)
    {
        var id = Of(request) is { } known && known.IsOf(account) ? known.Id : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var value = string.Create(CultureInfo.InvariantCulture, $"{Version}.{account.Id}.{account.Generation}.{id}");
        request.HttpContext.Response.Cookies.Append(
            Cookie, $"{value}.{Sign(value)}", ClientCookie.Options(request, time.GetUtcNow() + Lifetime));
    }

    private string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
