using Azure;
using Azure.Storage.Blobs;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// Gives every request to blob storage a deadline, which includes the SDK's retries. Storage that hangs would otherwise hang its
/// callers, and all requests of all clients with them.
/// </summary>
/// <param name="time">
/// The clock of the deadlines. The product uses the system's, because a deadline is about storage, not about the product's time.
/// </param>
public sealed class BlobDeadlines(TimeProvider time)
{
    /// <summary>For requests without content.</summary>
    public static readonly TimeSpan Small = TimeSpan.FromSeconds(5);

    // Storage that is slower than this is as good as none.
    private const long BytesPerSecond = 100 * 1000;

    /// <summary>How the SDK retries. It gives up within the deadline.</summary>
    public static BlobClientOptions ClientOptions => new()
    {
        Retry =
        {
            MaxRetries = 3,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(1),
            NetworkTimeout = TimeSpan.FromMinutes(1),
        },
    };

    /// <summary>The deadline of a request with this many bytes of content.</summary>
    public static TimeSpan For(long size) => Small + TimeSpan.FromSeconds((double)size / BytesPerSecond);

    /// <summary>Makes a request.</summary>
    /// <param name="size">The bytes of content that it sends, receives or has storage copy.</param>
    /// <exception cref="StoreUnavailableException">Storage did not answer in time, cannot be reached or failed.</exception>
    /// <exception cref="RequestFailedException">Storage refused the request.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellation, long size = 0)
    {
        using var limit = new CancellationTokenSource(For(size), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await request(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"Blob storage did not answer within {For(size).TotalSeconds:0} seconds.", exception);
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"Blob storage failed: {exception.Message.Split('\n')[0].Trim()}", exception);
        }
    }

    // Without a response the status is 0. The SDK joins the exceptions of several tries in an AggregateException.
    private static bool IsFailure(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        AggregateException several => several.InnerExceptions.All(IsFailure),
        TimeoutException or IOException => true,
        OperationCanceledException => true,
        _ => false,
    };
}
