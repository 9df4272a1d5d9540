using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>Pages of a list: <c>?limit=</c> and a <c>Link</c> header with <c>rel="next"</c> (RFC 8288).</summary>
public static class Paging
{
    /// <summary>Items a page where the request does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most items a page.</summary>
    public const int MaximumLimit = 200;

    /// <summary>The query member that carries the continuation in a next link.</summary>
    public const string ContinuationName = "continuation";

    /// <summary>Reads <c>limit</c>.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: not a number from 1 to 200.</exception>
    public static int Limit(string? limit)
    {
        if (limit is null)
            return DefaultLimit;
        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= MaximumLimit
            ? value
            : throw Refusal.Field("limit", $"must be a whole number from 1 to {MaximumLimit}.");
    }

    /// <summary>A page that a request asked for by its continuation.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: the continuation is not one of this list's.</exception>
    public static async Task<Page<T>> Find<T>(Task<Page<T>> page)
    {
        try
        {
            return await page;
        }
        catch (ArgumentException)
        {
            throw Refusal.Field(ContinuationName, "take it from the Link header of the page before.");
        }
    }

    /// <summary>Names the next page in the reply's <c>Link</c> header, if there is one.</summary>
    public static void LinkNext(HttpRequest request, string? continuation)
    {
        if (continuation is null)
            return;
        var query = new QueryBuilder(
            request.Query.Where(member => member.Key != ContinuationName)
                .SelectMany(member => member.Value, (member, value) => KeyValuePair.Create(member.Key, value ?? "")))
        {
            { ContinuationName, continuation },
        };
        request.HttpContext.Response.Headers.Link = $"<{request.PathBase}{request.Path}{query}>; rel=\"next\"";
    }
}
