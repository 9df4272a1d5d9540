using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Withdraws a gig of one's own, or changes a withdrawn one and publishes it again (seed 003: 撤回任务).</summary>
public sealed class ChangeGig(Gate<ChangeGig> gate, GigPublishing publishing, GigReplies replies, TimeProvider time)
{
    /// <summary>200 with the gig. <c>status: pending</c> alone withdraws; all members of a new gig publish it again.</summary>
    [Function(nameof(ChangeGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Withdraw a gig, or change a withdrawn one and publish it again")]
    [Tags("Gigs")]
    [Refuses("not_ongoing", "at_work", "not_pending", Ledger.NotEnough, "try_again")]
    [Consumes(typeof(ChangeGigRequest), "application/json")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{user_id}/tasks/{task_id:long}")]
        HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, GigWire.Json.ChangeGigRequest, cancellation);
            var gig = await body.Apply(
                publishing, LedgerAccount.User(caller.Id), caller.Id, GigStore.IdOf(task_id), time.GetUtcNow(), cancellation);
            return await replies.One(gig, cancellation);
        });
}
