using System.Net;

namespace SneakerCheck.Notifications.Push;

/// <summary>What an endpoint's URL must be. Which address its name leads to is checked when it is connected to.</summary>
public static class WebhookUrl
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaximumLength = 2048;

    /// <summary>What is wrong with a URL; null: nothing.</summary>
    public static string? Fault(string text, bool allowPrivateAddresses)
    {
        if (text.Length > MaximumLength)
            return $"is longer than {MaximumLength} characters";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return "is not an absolute URL";
        if (url.UserInfo.Length > 0)
            return "may not hold a user name or password";
        if (url.Scheme != Uri.UriSchemeHttps && !(allowPrivateAddresses && url.Scheme == Uri.UriSchemeHttp))
            return allowPrivateAddresses ? "is to begin with http: or https:" : "is to begin with https:";
        if (!allowPrivateAddresses && (url.IsLoopback || (IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.IsPublic(address))))
            return "is to lie at a public address";
        return null;
    }
}
