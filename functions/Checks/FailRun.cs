using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Finishes a check as not_sure after its run has failed permanently, so that no check waits forever.</summary>
public sealed partial class FailRun(
    MessageConsumer consumer, CheckStore checks, Catalogue catalogue, TimeProvider time, ILogger<FailRun> logger)
{
    [Function(nameof(FailRun))]
    public async Task Run(
        [ServiceBusTrigger(CheckQueues.RunsName + "/$deadletterqueue", Connection = "ServiceBus")] string body,
        CancellationToken cancellation)
    {
        if (consumer.DeadLetter(CheckQueues.Runs, body) is not { } order)
            return;
        LogFailed(order.TaskId);
        await DocumentChanges.Retry(time, async Task<bool?> () => await IsDone(order, cancellation) ? true : null, cancellation);
    }

    private async Task<bool> IsDone(RunOrder order, CancellationToken cancellation)
    {
        var check = await checks.Find(order.UserId, order.TaskId, cancellation);
        if (check?.Value.AwaitsRun(order.RunId) != true)
            return true;
        var template = await catalogue.TemplateOf(check.Value, cancellation);
        var model = await catalogue.FindModel(check.Value.ShoeModel, cancellation);
        var report = RunReport.Undecided(check.Value, template?.ErrorBound ?? 0, [Reasons.RunFailed()]);
        return await checks.Finish(check, report, model?.Title, time.GetUtcNow(), cancellation);
    }

    [LoggerMessage(LogLevel.Error, "The run of task {TaskId} failed permanently; the task is finished as not_sure.")]
    private partial void LogFailed(string taskId);
}
