using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Takes the caller into a gig (seed 003: 任务接受).</summary>
public sealed class AcceptGig(Gate<AcceptGig> gate, GigWork work, GigReplies replies)
{
    /// <summary>201 with the gig; 409 if it is full, over, one's own, or for other people, or the caller takes part already.</summary>
    [Function(nameof(AcceptGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Take part in a gig")]
    [Tags("Gigs")]
    [Refuses("not_ongoing", "too_late", "full", "own_task", "already_in", "not_admitted", "try_again")]
    [ProducesResponseType<GigBody>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{user_id}/tasks/{task_id:long}")]
        HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) => await replies.One(
            await work.Accept(caller.Id, GigStore.IdOf(task_id), cancellation), cancellation, StatusCodes.Status201Created));
}
