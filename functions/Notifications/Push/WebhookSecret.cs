using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// The signing key of a webhook, in the format of Standard Webhooks 1.0: <c>whsec_</c> and 24 to 64 bytes in base64. The signature is
/// computed here, because it is one HMAC and the StandardWebhooks library takes the body as text only. The tests use that library.
/// </summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int MinimumBytes = 24;
    private const int MaximumBytes = 64;
    private const int NewBytes = 32;

    /// <summary>Creates a random secret.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewBytes));

    public static bool IsWellFormed(string text)
    {
        Span<byte> key = stackalloc byte[MaximumBytes];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)
            && length >= MinimumBytes;
    }

    /// <summary>The value of <c>webhook-signature</c>: the version, a comma, and the HMAC-SHA256 in base64.</summary>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed));
    }
}
