using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Deletes an organization (seed 003: 组织删除).</summary>
public sealed class DeleteOrganization(Gate<DeleteOrganization> gate, OrganizationDepartures departures)
{
    /// <summary>200 with the last name and bio, for the owner alone; 409 while its gigs hold money.</summary>
    [Function(nameof(DeleteOrganization))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Delete an organization; for its owner")]
    [Tags("Organizations")]
    [Refuses(OrganizationStore.NotPermitted, MoneyLeaving.HoldsEscrow, "try_again")]
    [ProducesResponseType<OrganizationText>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = GigsRoutes.Organization)] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var deleted = await departures.Accept(OrganizationStore.Id(organization_id), caller.Id, cancellation);
            return Results.Json(new OrganizationText(deleted.Name, deleted.Bio), OrganizationWire.Json.OrganizationText);
        });
}
