using Microsoft.Azure.Functions.Worker;

namespace SneakerCheck.Platform.Messages;

/// <summary>Sends the messages that were committed but not sent, because the sender died or the queue did not answer.</summary>
public sealed class SweepOutbox(Outbox outbox, TimeProvider time)
{
    /// <summary>A message younger than this is most likely being sent right now by whoever committed it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs every 15 seconds, on one instance.</summary>
    [Function(nameof(SweepOutbox))]
    public Task Run([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        return outbox.SendLeft(time.GetUtcNow() - Grace, cancellation);
    }
}
