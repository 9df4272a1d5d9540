namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>The meaning of HTTP headers, which is the same in every contract.</summary>
internal static class WireHeaders
{
    /// <exception cref="InvalidOperationException">The name is not described here.</exception>
    public static string Meaning(string name) => name switch
    {
        "If-Match" => "The ETag that the task must still have.",
        "If-None-Match" => "The ETag that the client holds; 304 where it still holds.",
        "Prefer" => "`wait=N`: answer as soon as the state changes, at the latest after N seconds; at most 30 (RFC 7240).",
        "Preference-Applied" => "The wait that was granted.",
        "ETag" => "The version; give it back in If-Match or If-None-Match.",
        "Location" => "Where it is.",
        "Link" => "The next page, `rel=\"next\"`; absent on the last (RFC 8288).",
        "Retry-After" => "When to come back, in seconds.",
        "Set-Cookie" => "The same token as the cookie `session`, for browsers.",
        "WWW-Authenticate" => "`Bearer`.",
        _ => throw new InvalidOperationException($"The header '{name}' has no description. Add it to {nameof(WireHeaders)}."),
    };
}
