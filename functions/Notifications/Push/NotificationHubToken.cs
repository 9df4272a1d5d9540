using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// The shared access signature for a notification hub: an HMAC-SHA256 with the policy's key over the hub's address (lower case,
/// percent-encoded) and the expiry. A token is cached until five minutes before it expires.
/// </summary>
public sealed class NotificationHubToken(Uri hub, string keyName, string key, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly string audience = Uri.EscapeDataString(hub.AbsoluteUri.ToLowerInvariant()).ToLowerInvariant();
    private volatile Signed? current;

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    public string Current()
    {
        var now = time.GetUtcNow();
        if (current is { } token && now < token.Expiry - Margin)
            return token.Text;
        // Two callers may both create a token; both are valid.
        current = token = Sign(now + Lifetime);
        return token.Text;
    }

    private Signed Sign(DateTimeOffset expiry)
    {
        var seconds = expiry.ToUnixTimeSeconds();
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{audience}\n{seconds}"));
        var signature = Uri.EscapeDataString(Convert.ToBase64String(hash));
        return new Signed(
            $"SharedAccessSignature sr={audience}&sig={signature}&se={seconds}&skn={Uri.EscapeDataString(keyName)}", expiry);
    }

    private sealed record Signed(string Text, DateTimeOffset Expiry);
}
