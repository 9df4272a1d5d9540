using Microsoft.AspNetCore.Http;

namespace SneakerCheck.Platform.Http;

/// <summary>
/// 302 to a signed link. The framework's own redirect writes the address to the log, and with it the signature.
/// </summary>
public sealed class LinkResult(Uri link) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = link.AbsoluteUri;
        return Task.CompletedTask;
    }
}
