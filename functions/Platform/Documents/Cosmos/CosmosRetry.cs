using System.Net;
using Microsoft.Azure.Cosmos;
using Polly;
using Polly.Retry;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>
/// Retries transient failures three times after the SDK's own retries. What then still says that the service cannot be reached or does
/// not do its work is a <see cref="StoreUnavailableException"/>; a mistake in a request stays a <see cref="CosmosException"/>.
/// </summary>
internal sealed class CosmosRetry(TimeProvider time)
{
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    private readonly ResiliencePipeline repeatable = Pipeline(
        time, status => IsRejected(status) || status is HttpStatusCode.RequestTimeout or HttpStatusCode.ServiceUnavailable);

    private readonly ResiliencePipeline writes = Pipeline(time, IsRejected);

    /// <summary>Does what may safely be done again.</summary>
    /// <exception cref="StoreUnavailableException">The service cannot be reached or does not do its work.</exception>
    public Task<T> Repeatable<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(repeatable, work, cancellation);

    /// <summary>
    /// Writes: retried only if the service rejected the write without executing anything. After a timeout a write may have taken
    /// effect, so a retry could increment twice or conflict with its own first attempt.
    /// </summary>
    /// <exception cref="StoreUnavailableException">As in <see cref="Repeatable"/>. The write may have taken effect.</exception>
    public Task<T> Write<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(writes, work, cancellation);

    private static async Task<T> Run<T>(
        ResiliencePipeline retries, Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await retries.ExecuteAsync(work, cancellation);
        }
        catch (Exception exception) when (IsUnavailable(exception) && !cancellation.IsCancellationRequested)
        {
            // The SDK adds its diagnostics to the message, which are hundreds of lines.
            throw new StoreUnavailableException($"Cosmos DB failed: {exception.Message.Split('\n')[0].Trim()}", exception);
        }
    }

    // The SDK cancels requests by its own time-outs, and a connection can break while a reply is read.
    private static bool IsUnavailable(Exception exception) => exception switch
    {
        CosmosException failure => IsRejected(failure.StatusCode)
            || failure.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Gone or >= HttpStatusCode.InternalServerError,
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };

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
