using System.Net;
using Microsoft.Azure.Cosmos;
using Polly;
using Polly.Retry;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>Retries transient failures three times after the SDK's own retries, then throws the last one.</summary>
internal sealed class CosmosRetry(TimeProvider time)
{
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    /// <summary>For operations that may safely be repeated.</summary>
    public ResiliencePipeline Reads { get; } = Pipeline(
        time, status => IsRejected(status) || status is HttpStatusCode.RequestTimeout or HttpStatusCode.ServiceUnavailable);

    /// <summary>
    /// For writes: retried only if the service rejected them without executing anything. After a timeout a write may have taken
    /// effect, so a retry could increment twice or conflict with its own first attempt.
    /// </summary>
    public ResiliencePipeline Writes { get; } = Pipeline(time, IsRejected);

    private static bool IsRejected(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or RetryWith;

    private static ResiliencePipeline Pipeline(TimeProvider time, Func<HttpStatusCode, bool> isTransient) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<CosmosException>(failure => isTransient(failure.StatusCode)),
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(300),
                BackoffType = DelayBackoffType.Exponential,
                // Instances that were throttled together must not retry together.
                UseJitter = true,
                // The service's Retry-After takes precedence. Null means the backoff's delay.
                DelayGenerator = failed => ValueTask.FromResult(RetryAfter(failed.Outcome.Exception)),
            })
            .Build();

    private static TimeSpan? RetryAfter(Exception? failure) =>
        failure is CosmosException { RetryAfter: { } wait } && wait > TimeSpan.Zero ? wait : null;
}
