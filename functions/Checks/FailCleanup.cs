using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Orders a clean-up again for the next day after it has failed for half a day, so that no deleted photo stays for ever.</summary>
public sealed partial class FailCleanup(MessageConsumer consumer, IMessageSender sender, TimeProvider time, ILogger<FailCleanup> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    [Function(nameof(FailCleanup))]
    public async Task Run(
        [ServiceBusTrigger(CheckQueues.CleanupsName + "/$deadletterqueue", Connection = "ServiceBus")] string body,
        CancellationToken cancellation)
    {
        if (consumer.DeadLetter(CheckQueues.Cleanups, body) is not { } order)
            return;
        LogFailed(order.TaskId);
        var again = time.GetUtcNow() + Pause;
        await sender.Send(
            CheckQueues.Cleanups.Message($"again-{order.TaskId}-{again.ToUnixTimeMilliseconds()}", order, again), cancellation);
    }

    [LoggerMessage(LogLevel.Error, "Photos of task {TaskId} could not be deleted for half a day; again in a day.")]
    private partial void LogFailed(string taskId);
}
