using System.Net;
using Microsoft.Azure.Cosmos;
using Polly;
using Polly.Retry;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>Tries again what failed for a moment, three times after the SDK's own tries, then lets the failure out.</summary>
internal sealed class CosmosRetry(TimeProvider time)
{
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    /// <summary>For what may safely be done twice.</summary>
    public ResiliencePipeline Reads { get; } = Pipeline(
        time, status => IsRefused(status) || status is HttpStatusCode.RequestTimeout or HttpStatusCode.ServiceUnavailable);

    /// <summary>
    /// For writes: again only if the service refused them unread. After a timeout a write may have taken effect, so that doing it
    /// again could count twice or meet its own work.
    /// </summary>
    public ResiliencePipeline Writes { get; } = Pipeline(time, IsRefused);

    private static bool IsRefused(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or RetryWith;

    private static ResiliencePipeline Pipeline(TimeProvider time, Func<HttpStatusCode, bool> isPassing) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<CosmosException>(failure => isPassing(failure.StatusCode)),
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(300),
                BackoffType = DelayBackoffType.Exponential,
                // Instances that were refused together must not come back together.
                UseJitter = true,
                // The service's own word goes first; null leaves the wait to the backoff.
                DelayGenerator = failed => ValueTask.FromResult(RetryAfter(failed.Outcome.Exception)),
            })
            .Build();

    private static TimeSpan? RetryAfter(Exception? failure) =>
        failure is CosmosException { RetryAfter: { } wait } && wait > TimeSpan.Zero ? wait : null;
}
