using Microsoft.AspNetCore.Http;

namespace SneakerCheck.Platform.Http;

/// <summary>
/// 302 to a link that is signed for its holder. The framework's own redirect writes the address into the log, and with it the
/// signature.
/// </summary>
/// <param name="link">Where to.</param>
public sealed class LinkResult(Uri link) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = link.AbsoluteUri;
        return Task.CompletedTask;
    }
}
