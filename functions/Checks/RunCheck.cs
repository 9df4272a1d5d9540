using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Runs a waiting check and commits its answer together with the message that notifies its owner.</summary>
public sealed partial class RunCheck(
    MessageConsumer consumer, CheckStore checks, Runner runner, TimeProvider time, ILogger<RunCheck> logger)
{
    /// <summary>Idempotent: an order for a run that the check does not wait for has no effect.</summary>
    [Function(nameof(RunCheck))]
    public Task Run(
        [ServiceBusTrigger(CheckQueues.RunsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(CheckQueues.Runs, body, Answer, cancellation);

    private async Task Answer(RunOrder order, CancellationToken cancellation)
    {
        var check = await checks.Find(order.UserId, order.TaskId, cancellation);
        if (check?.Value.AwaitsRun(order.RunId) != true)
            return;
        var start = time.GetTimestamp();
        var (report, model) = await runner.Run(check.Value, cancellation);
        if (await checks.Finish(check, report, model, time.GetUtcNow(), cancellation))
            LogFinished(order.TaskId, report.Answer, time.GetElapsedTime(start).TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Information, "Task {TaskId}: {Answer} after {Milliseconds:0} ms.")]
    private partial void LogFinished(string taskId, Answer answer, double milliseconds);
}
