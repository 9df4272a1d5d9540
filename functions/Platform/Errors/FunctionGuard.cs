using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Platform.Errors;

/// <summary>
/// Runs an HTTP function and turns refusals and exceptions into replies in its contract's format.
/// </summary>
public sealed partial class FunctionGuard(ILogger<FunctionGuard> logger)
{
    /// <param name="access">
    /// Names the contract, which decides the format. An incomplete or malformed body is refused as 4xx <c>bad_request</c>, one above
    /// the server's limit as 413 <c>body_too_large</c>. A store that is unavailable is 503 <c>unavailable</c>. Any other exception is
    /// 500 with the function's fault code.
    /// </param>
    public async Task<IResult> Run(HttpRequest request, Func<Task<IResult>> handle, AccessAttribute access)
    {
        // Browsers must not interpret uploaded or user-written content as a page (OWASP API8).
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        // Replies hold tokens and personal data; replies that may be cached set the header themselves.
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            return await handle();
        }
        catch (Refusal refusal)
        {
            return Refuse(refusal);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refuse(new Refusal(413, "body_too_large", "The body is larger than the server accepts. Send a smaller one."));
        }
        catch (BadHttpRequestException exception)
        {
            return Refuse(new Refusal(exception.StatusCode, "bad_request", "The request is malformed or incomplete."));
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (StoreUnavailableException exception)
        {
            LogFault(exception, request.Method, request.Path);
            return Refuse(new Refusal(
                StatusCodes.Status503ServiceUnavailable, WireError.Unavailable, "The service cannot reach its storage. Try again later.")
            {
                RetryAfter = StoreUnavailableException.RetryAfter,
            });
        }
        catch (Exception exception)
        {
            LogFault(exception, request.Method, request.Path);
            return Refuse(new Refusal(500, access.FaultCode, "The service failed to process the request. The error has been logged."));
        }

        // Headers that HTTP defines for refusals; the same in every contract.
        IResult Refuse(Refusal refusal)
        {
            var headers = request.HttpContext.Response.Headers;
            if (refusal.RetryAfter is { } wait)
                headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            if (!refusal.Allow.IsEmpty)
                headers.Allow = string.Join(", ", refusal.Allow);
            if (refusal.Status == StatusCodes.Status401Unauthorized)
                headers.WWWAuthenticate = "Bearer";
            return access.Contract.Reply(refusal);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private partial void LogFault(Exception exception, string method, PathString path);
}
