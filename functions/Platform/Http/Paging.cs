using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>Pages of a list: <c>?limit=</c> and a <c>Link</c> header with <c>rel="next"</c> (RFC 8288).</summary>
public static class Paging
{
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
            throw Refusal.Field(RequestQuery.ContinuationName, "take it from the Link header of the page before.");
        }
    }

    /// <summary>Names the next page in the reply's <c>Link</c> header, if there is one.</summary>
    public static void LinkNext(HttpRequest request, string? continuation)
    {
        if (continuation is null)
            return;
        var query = new QueryBuilder(
            request.Query.Where(member => member.Key != RequestQuery.ContinuationName)
                .SelectMany(member => member.Value, (member, value) => KeyValuePair.Create(member.Key, value ?? "")))
        {
            { RequestQuery.ContinuationName, continuation },
        };
        request.HttpContext.Response.Headers.Link = $"<{request.PathBase}{request.Path}{query}>; rel=\"next\"";
    }
}
