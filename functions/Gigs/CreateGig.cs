using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Publishes a gig of one's own (seed 003: 用户创建任务).</summary>
public sealed class CreateGig(Gate<CreateGig> gate, GigPublishing publishing, GigReplies replies, TimeProvider time)
{
    /// <summary>201 with the gig; its rewards move from the balance into escrow.</summary>
    [Function(nameof(CreateGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Publish a gig")]
    [Tags("Gigs")]
    [Refuses(Ledger.NotEnough, "try_again")]
    [Consumes(typeof(GigRequest), "application/json")]
    [ProducesResponseType<GigBody>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{user_id}/tasks")]
        HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, GigWire.Json.GigRequest, cancellation);
            var gig = await publishing.Create(
                LedgerAccount.User(caller.Id), caller.Id, body.Terms(time.GetUtcNow()), cancellation);
            return await replies.One(gig, cancellation, StatusCodes.Status201Created);
        });
}
