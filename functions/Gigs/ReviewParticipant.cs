using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Accepts the work of a participant in a gig of one's own, and pays (seed 003: 任务审核).</summary>
public sealed class ReviewParticipant(Gate<ReviewParticipant> gate, GigWork work, GigReplies replies)
{
    /// <summary>200 with the gig and its new lists; 409 if the participant does not wait for review.</summary>
    [Function(nameof(ReviewParticipant))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Accept a participant's work and pay")]
    [Tags("Gigs")]
    [Refuses("not_in", "not_waiting", "not_ongoing", "try_again")]
    [Consumes(typeof(ReviewRequest), "application/json")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{user_id}" + GigsRoutes.Finisher)]
        HttpRequest request,
        string task_id,
        string participant_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var comment = ReviewRequest.CommentOf(
                await RequestBody.ReadOptionalJson(request, GigWire.Json.ReviewRequest, cancellation));
            var participant = AccountPath.Id(participant_id, caller);
            var gig = await work.Review(
                LedgerAccount.User(caller.Id), caller.Id, GigStore.IdOf(task_id), participant, comment, cancellation);
            return await replies.One(gig, cancellation);
        });
}
