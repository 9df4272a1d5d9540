using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Deletes a gig of one's own (seed 003: 个人删除任务).</summary>
public sealed class DeleteGig(Gate<DeleteGig> gate, GigPublishing publishing, GigReplies replies)
{
    /// <summary>200 with the gig as it was; what is left in its escrow returns.</summary>
    [Function(nameof(DeleteGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Delete a gig")]
    [Tags("Gigs")]
    [Refuses("at_work", "try_again")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{user_id}/tasks/{task_id:long}")]
        HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
            await replies.One(
                await publishing.Delete(LedgerAccount.User(caller.Id), caller.Id, GigStore.IdOf(task_id), cancellation), cancellation));
}
