using System.Threading.RateLimiting;

namespace SneakerCheck.Checks;

/// <summary>
/// Bounds the bytes of photos that all runs of this process hold at one moment, so that many runs at once take longer instead
/// of more memory. Who asks first is served first.
/// </summary>
public sealed class PhotoMemory : IDisposable
{
    private const int Kilobytes = 48 * 1024;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Kilobytes,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits until there is room for so many bytes; disposing gives it back.</summary>
    public async Task<IDisposable> Take(long bytes, CancellationToken cancellation) =>
        await limiter.AcquireAsync((int)Math.Clamp((bytes + 1023) / 1024, 1, Kilobytes), cancellation);

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
