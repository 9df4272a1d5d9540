using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// The key that a webhook's messages are signed with, written as Standard Webhooks 1.0 has it: <c>whsec_</c> and 24 to 64 bytes
/// in base64. Signed by hand, as it is one HMAC: the library StandardWebhooks takes the body as text only. It checks this in the tests.
/// </summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int MinimumBytes = 24;
    private const int MaximumBytes = 64;
    private const int NewBytes = 32;

    /// <summary>A new secret from the system's generator.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewBytes));

    /// <summary>Whether a text is a secret.</summary>
    public static bool IsWellFormed(string text)
    {
        Span<byte> key = stackalloc byte[MaximumBytes];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)
            && length >= MinimumBytes;
    }

    /// <summary>The header <c>webhook-signature</c> for a message: the version, a comma, and the HMAC-SHA256 in base64.</summary>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed));
    }
}
