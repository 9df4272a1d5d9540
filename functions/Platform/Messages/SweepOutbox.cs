using Microsoft.Azure.Functions.Worker;

namespace SneakerCheck.Platform.Messages;

/// <summary>Sends messages that were committed but not sent, because the sender crashed or the queue did not respond.</summary>
public sealed class SweepOutbox(Outbox outbox, TimeProvider time)
{
    // A newer message is probably being sent right now by the request that committed it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs every 15 seconds, on one instance.</summary>
    [Function(nameof(SweepOutbox))]
    public Task Run([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        return outbox.SendPending(time.GetUtcNow() - Grace, cancellation);
    }
}
