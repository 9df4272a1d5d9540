using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Finishes the caller's next step of a gig (seed 003: 任务完成).</summary>
public sealed class FinishStep(Gate<FinishStep> gate, GigWork work, GigReplies replies)
{
    /// <summary>200 with the gig; 409 if the step is not the next. After the last one the caller waits for review.</summary>
    [Function(nameof(FinishStep))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Finish your next step of a gig")]
    [Tags("Gigs")]
    [Refuses("not_in", "not_next", "not_ongoing", "too_late", "try_again")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{user_id}/tasks/{task_id:long}/steps/{step_id:int}")]
        HttpRequest request,
        string task_id,
        string step_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
            await replies.One(
                await work.FinishStep(caller.Id, GigStore.IdOf(task_id), GigStore.StepOf(step_id), cancellation), cancellation));
}
