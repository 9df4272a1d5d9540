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

/// <summary>Withdraws a gig of an organization, or changes a withdrawn one and publishes it again, by its owner or an admin.</summary>
public sealed class ChangeOrganizationGig(
    Gate<ChangeOrganizationGig> gate, OrganizationStore organizations, GigPublishing publishing, GigReplies replies, TimeProvider time)
{
    /// <summary>200 with the gig; see <see cref="ChangeGig"/>.</summary>
    [Function(nameof(ChangeOrganizationGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Withdraw a gig of an organization, or change a withdrawn one and publish it again")]
    [Tags("Gigs")]
    [Refuses(OrganizationStore.NotPermitted, "not_ongoing", "at_work", "not_pending", Ledger.NotEnough, "try_again")]
    [Consumes(typeof(ChangeGigRequest), "application/json")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = GigsRoutes.Organization + "/tasks/{task_id:long}")]
        HttpRequest request,
        string organization_id,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, GigWire.Json.ChangeGigRequest, cancellation);
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var gig = await body.Apply(
                publishing, LedgerAccount.Organization(id), caller.Id, GigStore.IdOf(task_id), time.GetUtcNow(), cancellation);
            return await replies.One(gig, cancellation);
        });
}
