using System.Globalization;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>How pictures are to be shown, by the request's query.</summary>
/// <param name="AsLinks">Links instead of base64 (<c>fields=url</c>).</param>
/// <param name="IsSmall">The small versions (<c>size=small</c>).</param>
public sealed record PictureQuery(bool AsLinks, bool IsSmall)
{
    /// <summary>Pictures a page where the request does not say.</summary>
    public const int DefaultLimit = 20;

    /// <summary>The most pictures a page.</summary>
    public const int MaximumLimit = 100;

    /// <summary>Reads <c>fields</c> and <c>size</c>.</summary>
    /// <exception cref="Refusal">400 <c>invalid_query</c>.</exception>
    public static PictureQuery Of(HttpRequest request) => new(
        request.Query["fields"].ToString() switch { "" => false, "url" => true, _ => throw Invalid("fields must be url.") },
        request.Query["size"].ToString() switch { "" => false, "small" => true, _ => throw Invalid("size must be small.") });

    /// <summary>Reads <c>page</c> and <c>limit</c>.</summary>
    /// <exception cref="Refusal">400 <c>invalid_query</c>.</exception>
    public static (int Page, int Limit) PageOf(HttpRequest request) =>
        (Number(request, "page", 1, int.MaxValue), Number(request, "limit", DefaultLimit, MaximumLimit));

    private static int Number(HttpRequest request, string name, int absent, int maximum)
    {
        var values = request.Query[name];
        if (values.Count == 0)
            return absent;
        return int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= maximum
            ? number
            : throw Invalid($"{name} must be a whole number from 1 to {maximum}.");
    }

    private static Refusal Invalid(string detail) => new(400, "invalid_query", detail);
}
