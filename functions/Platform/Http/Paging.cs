using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>Pages of a list: <c>?limit=</c> and a <c>Link</c> header with <c>rel="next"</c> (RFC 8288).</summary>
public static class Paging
{
    /// <summary>Awaits a page, and refuses a continuation that the store rejects.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: the continuation does not belong to this list.</exception>
    public static async Task<Page<T>> Find<T>(Task<Page<T>> page, string parameter = RequestQuery.ContinuationName)
    {
        try
        {
            return await page;
        }
        catch (ArgumentException)
        {
            throw Refusal.Field(parameter, parameter == RequestQuery.ContinuationName
                ? "must be taken from the Link header of the previous page."
                : "must be taken from the previous page.");
        }
    }

    /// <summary>Adds a <c>Link</c> header to the reply if there is a next page.</summary>
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
