using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Checks;

/// <summary>
/// Logs how long the oldest check has been waiting for its run. The queue's own metrics cannot show this, because a message may be
/// lost, dead-lettered or scheduled for a retry. An alert reads the line (infra/app/alerts.bicep).
/// </summary>
public sealed partial class WatchWaitingChecks(CheckStore checks, TimeProvider time, ILogger<WatchWaitingChecks> logger)
{
    /// <summary>Runs every minute, on one instance.</summary>
    [Function(nameof(WatchWaitingChecks))]
    public async Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        var oldest = await checks.FindOldestWaiting(cancellation);
        var seconds = oldest?.StartTime is { } start ? (time.GetUtcNow() - start).TotalSeconds : 0;
        LogOldest(Math.Max(0, seconds), oldest is null ? 0 : await checks.CountWaiting(cancellation));
    }

    [LoggerMessage(LogLevel.Information, "Oldest waiting check: {Seconds:0} s, {Waiting} waiting.")]
    private partial void LogOldest(double seconds, long waiting);
}
