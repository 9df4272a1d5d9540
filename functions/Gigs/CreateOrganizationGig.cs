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

/// <summary>Publishes a gig of an organization (seed 003: 组织创建任务), by its owner or an admin.</summary>
public sealed class CreateOrganizationGig(
    Gate<CreateOrganizationGig> gate, OrganizationStore organizations, GigPublishing publishing, GigReplies replies, TimeProvider time)
{
    /// <summary>201 with the gig; its rewards move from the organization's balance into escrow.</summary>
    [Function(nameof(CreateOrganizationGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Publish a gig of an organization")]
    [Tags("Gigs")]
    [Refuses(OrganizationStore.NotPermitted, Ledger.NotEnough, "try_again")]
    [Consumes(typeof(GigRequest), "application/json")]
    [ProducesResponseType<GigBody>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GigsRoutes.Organization + "/tasks")]
        HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, GigWire.Json.GigRequest, cancellation);
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var gig = await publishing.Create(
                LedgerAccount.Organization(id), caller.Id, body.Terms(time.GetUtcNow()), cancellation);
            return await replies.One(gig, cancellation, StatusCodes.Status201Created);
        });
}
