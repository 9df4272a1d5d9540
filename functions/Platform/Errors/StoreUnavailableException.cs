namespace SneakerCheck.Platform.Errors;

/// <summary>
/// A store, of documents or of blobs, does not answer in time or cannot read or write, for example because its disk is full. A write
/// whose reply was lost may have taken effect. HTTP functions answer 503 <c>unavailable</c> with Retry-After; messages are retried.
/// </summary>
/// <param name="reason">For the log.</param>
public sealed class StoreUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>When a client should try again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
}
