using System.Collections.Immutable;

namespace SneakerCheck.Platform.Limits;

/// <summary>Where clients are: how their address is found, and which web pages they may be; section <c>Clients</c>.</summary>
public sealed class ClientSettings
{
    public const string Section = "Clients";

    private const int MostProxies = 10;

    /// <summary>
    /// How many proxies in front of the server add to <c>X-Forwarded-For</c>: 0 takes the connection's address, 1 the last entry of
    /// the header, which Azure's front end writes. A client can forge the entries before those.
    /// </summary>
    public int TrustedProxies { get; set; }

    /// <summary>
    /// Origins of web clients that another server serves, separated by commas. Pages of other origins may not sign in, nor write by cookie.
    /// </summary>
    public string Origins { get; set; } = "";

    /// <summary>The origins, one by one.</summary>
    internal ImmutableArray<string> OriginList =>
        [.. Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(origin => origin.TrimEnd('/'))];

    /// <summary>Validates the settings; returns one line for each error.</summary>
    internal IEnumerable<string> Validate()
    {
        if (TrustedProxies is < 0 or > MostProxies)
            yield return $"{Section}__{nameof(TrustedProxies)} must be 0 to {MostProxies}.";
        foreach (var origin in OriginList.Where(origin => !IsOrigin(origin)))
        {
            yield return $"{Section}__{nameof(Origins)} must be origins such as https://app.example, separated by commas; "
                + $"{origin} is none.";
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
