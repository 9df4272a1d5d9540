using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Runs a finished check again, for example after exemplars were added. The old answer stays in its history.</summary>
public sealed class RerunCheck(ApiGate gate, CheckStore checks, TimeProvider time)
{
    /// <summary>200 with the waiting task; 200 unchanged where it waits already; 409 <c>task_not_finished</c>.</summary>
    [Function(nameof(RerunCheck))]
    [EndpointSummary("Run a finished task again (operators)")]
    [Tags("Operators")]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/checks/{task_id}/rerun")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Operator(request, async _ =>
        {
            var waiting = await checks.Change(
                null,
                task_id,
                before => Task.FromResult(
                    before.Value.State == CheckState.Waiting ? before.Value : before.Value.Rerun(time.GetUtcNow())),
                (_, after) => [CheckQueues.RunOf(after)],
                cancellation);
            return CheckTask.Reply(request, waiting);
        });
}
