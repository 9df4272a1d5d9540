using Microsoft.AspNetCore.Http;

namespace SneakerCheck.Platform.Http;

/// <summary>Cookies for browser clients: closed to scripts and not sent with other sites' requests.</summary>
public static class ClientCookie
{
    public static CookieOptions Options(HttpRequest request, DateTimeOffset expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = IsOverHttps(request),
        Path = "/",
        Expires = expires,
    };

    // In Azure, TLS ends before the function, which sees plain http and this header. A client that forges it affects only itself.
    private static bool IsOverHttps(HttpRequest request) =>
        request.IsHttps
        || request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim().Equals("https", StringComparison.OrdinalIgnoreCase);
}
