using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Shows an organization and its members to any user (seed 003: 组织信息).</summary>
public sealed class GetOrganization(Gate<GetOrganization> gate, OrganizationPresenter presenter)
{
    /// <summary>200; 404 if there is no such organization.</summary>
    [Function(nameof(GetOrganization))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("An organization and its members")]
    [Tags("Organizations")]
    [ProducesResponseType<OrganizationInfo>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = GigsRoutes.Organization)] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) => Results.Json(
            await presenter.Info(OrganizationStore.Id(organization_id), caller.Id, cancellation),
            OrganizationWire.Json.OrganizationInfo));
}
