using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Accepts the work of a participant in a gig of an organization, by its owner or an admin, and pays.</summary>
public sealed class ReviewOrganizationParticipant(
    Gate<ReviewOrganizationParticipant> gate, OrganizationStore organizations, GigWork work, GigReplies replies)
{
    /// <summary>200 with the gig and its new lists; 409 if the participant does not wait for review.</summary>
    [Function(nameof(ReviewOrganizationParticipant))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Accept a participant's work in a gig of an organization and pay")]
    [Tags("Gigs")]
    [Refuses(OrganizationStore.NotPermitted, "not_in", "not_waiting", "not_ongoing", "try_again")]
    [Consumes(typeof(ReviewRequest), "application/json")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = GigsRoutes.Organization + GigsRoutes.Finisher)]
        HttpRequest request,
        string organization_id,
        string task_id,
        string participant_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var comment = ReviewRequest.CommentOf(
                await RequestBody.ReadOptionalJson(request, GigWire.Json.ReviewRequest, cancellation));
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var participant = AccountPath.Id(participant_id, caller);
            var gig = await work.Review(
                LedgerAccount.Organization(id), caller.Id, GigStore.IdOf(task_id), participant, comment, cancellation);
            return await replies.One(gig, cancellation);
        });
}
