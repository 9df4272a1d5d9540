using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Runs a finished check again, for example after exemplars were added. The old answer moves to its history.</summary>
public sealed class RerunCheck(Gate<RerunCheck> gate, CheckStore checks, TimeProvider time)
{
    /// <summary>200 with the waiting task; 200 unchanged if it is already waiting; 409 <c>task_not_finished</c>.</summary>
    [Function(nameof(RerunCheck))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Run a finished task again (operators)")]
    [Tags("Operators")]
    [Refuses("task_not_finished")]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/checks/{task_id}/rerun")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var waiting = await checks.Change(
                null,
                task_id,
                before => Task.FromResult(
                    before.Value.State == CheckState.Waiting ? before.Value : before.Value.Rerun(time.GetUtcNow())),
                (_, after) => [CheckQueues.RunOf(after)],
                cancellation);
            return CheckTask.Reply(request, CheckTask.ForOperator(waiting));
        });
}
