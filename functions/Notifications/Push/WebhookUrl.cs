using System.Net;

namespace SneakerCheck.Notifications.Push;

/// <summary>Validates the URL of an endpoint. The address of a host name is checked later, when connecting.</summary>
public static class WebhookUrl
{
    /// <summary>The maximum length of a URL, in characters.</summary>
    public const int MaximumLength = 2048;

    /// <summary>Returns the error, or null if the URL is valid.</summary>
    public static string? Validate(string text, bool allowPrivateAddresses)
    {
        if (text.Length > MaximumLength)
            return $"must have at most {MaximumLength} characters";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return "must be an absolute URL";
        if (url.UserInfo.Length > 0)
            return "must not contain a user name or password";
        if (url.Scheme != Uri.UriSchemeHttps && !(allowPrivateAddresses && url.Scheme == Uri.UriSchemeHttp))
            return allowPrivateAddresses ? "must begin with http: or https:" : "must begin with https:";
        if (!allowPrivateAddresses
            && (url.IsLoopback || (IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.IsPublic(address))))
            return "must have a public address";
        return null;
    }
}
