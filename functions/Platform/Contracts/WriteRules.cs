using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Limits;

namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// What is demanded of writes that a browser may make for another site's page: those that carry no <c>Authorization</c>, so that a
/// cookie or nothing authenticates them. Another page can send a form or plain text, never JSON, and cannot forge where it is.
/// </summary>
public sealed class WriteRules(IOptions<ClientSettings> settings)
{
    /// <summary>The code of the refusal of another site: 403.</summary>
    public const string ForeignOrigin = "foreign_origin";

    /// <summary>The code of the refusal of a body of another type: 415.</summary>
    public const string UnsupportedType = "unsupported_media_type";

    private readonly ImmutableArray<string> origins = settings.Value.OriginList;

    /// <summary>Whether the rules are for this request.</summary>
    public static bool Concern(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && string.IsNullOrWhiteSpace(request.Headers.Authorization.ToString());

    /// <summary>Refuses a write for another site's page, and a body that is not of one of these types, where there are any.</summary>
    /// <exception cref="Refusal">403 <c>foreign_origin</c>; 415 <c>unsupported_media_type</c>.</exception>
    public void Require(HttpRequest request, IReadOnlyCollection<string> mediaTypes)
    {
        if (IsForeign(request))
            throw new Refusal(403, ForeignOrigin, "The request comes from a page of another site.");
        if (mediaTypes.Count > 0 && HasBody(request) && !IsOneOf(request.ContentType, mediaTypes))
        {
            throw new Refusal(415, UnsupportedType, $"The header Content-Type must be {string.Join(" or ", mediaTypes)}.")
            {
                Fields = [new("Content-Type", $"must be {string.Join(" or ", mediaTypes)}.")],
            };
        }
    }

    // Browsers say in Sec-Fetch-Site whether a request comes from a page of the same origin; older ones send only Origin.
    private bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return false;
        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "" => origin.Length > 0 && !IsOwn(origin, request),
            "same-origin" or "none" => false,
            _ => true,
        };
    }

    // The scheme is not compared, because TLS may end before the server. Behind a proxy, only the forwarded host is the client's; a page
    // of another site cannot set that header.
    private static bool IsOwn(string origin, HttpRequest request)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri))
            return false;
        string[] hosts =
        [
            request.Host.Value ?? "", request.Headers["X-Forwarded-Host"].ToString(), request.Headers["X-Original-Host"].ToString(),
        ];
        return hosts.Any(host => host.Equals(uri.Authority, StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength is null or > 0;

    private static bool IsOneOf(string? contentType, IReadOnlyCollection<string> mediaTypes) =>
        MediaTypeHeaderValue.TryParse(contentType, out var sent)
        && mediaTypes.Any(type => sent.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
}
