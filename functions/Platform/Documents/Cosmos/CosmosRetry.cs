using System.Net;
using Microsoft.Azure.Cosmos;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>Tries again what failed for a moment, a few times after the SDK's own tries, then lets the failure out.</summary>
internal sealed class CosmosRetry(TimeProvider time)
{
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    private static readonly TimeSpan[] Delays = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(2)];

    /// <summary>Runs something that may safely be done twice.</summary>
    public Task<T> Read<T>(Func<Task<T>> attempt, CancellationToken cancellation) => Run(
        attempt,
        status => IsRefused(status) || status is HttpStatusCode.RequestTimeout or HttpStatusCode.ServiceUnavailable,
        cancellation);

    /// <summary>
    /// Runs a write: again only if the service refused it unread. After a timeout it may have taken effect, so that doing it
    /// again could count twice or meet its own work.
    /// </summary>
    public Task<T> Write<T>(Func<Task<T>> attempt, CancellationToken cancellation) => Run(attempt, IsRefused, cancellation);

    private static bool IsRefused(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or RetryWith;

    private async Task<T> Run<T>(Func<Task<T>> attempt, Func<HttpStatusCode, bool> isPassing, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            TimeSpan delay;
            try
            {
                return await attempt();
            }
            catch (CosmosException failure) when (tries < Delays.Length && isPassing(failure.StatusCode))
            {
                delay = failure.RetryAfter > Delays[tries] ? failure.RetryAfter.Value : Delays[tries];
            }
            await Task.Delay(delay, time, cancellation);
        }
    }
}
