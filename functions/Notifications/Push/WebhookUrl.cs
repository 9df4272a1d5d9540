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
            return $"must have at most {MaximumLength} characters";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return "must be an absolute URL";
        if (url.UserInfo.Length > 0)
            return "must not hold a user name or password";
        if (url.Scheme != Uri.UriSchemeHttps && !(allowPrivateAddresses && url.Scheme == Uri.UriSchemeHttp))
            return allowPrivateAddresses ? "must begin with http: or https:" : "must begin with https:";
        if (!allowPrivateAddresses && (url.IsLoopback || (IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.IsPublic(address))))
            return "must lie at a public address";
        return null;
    }
}
