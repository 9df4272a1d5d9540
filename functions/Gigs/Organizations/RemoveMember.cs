using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Removes a member (seed 003: 组织成员删除).</summary>
public sealed class RemoveMember(Gate<RemoveMember> gate, OrganizationStore organizations, OrganizationPresenter presenter)
{
    /// <summary>200 with the organization; 401 if the caller may not; 404 if the user is no member. Members may leave.</summary>
    [Function(nameof(RemoveMember))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Remove a member, or leave")]
    [Tags("Organizations")]
    [Refuses(OrganizationStore.NotPermitted, "try_again")]
    [ProducesResponseType<OrganizationInfo>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = GigsRoutes.Organization + "/members/{member_id}")]
        HttpRequest request,
        string organization_id,
        string member_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = OrganizationStore.Id(organization_id);
            await organizations.RemoveMember(id, caller.Id, AccountPath.Id(member_id, caller), cancellation);
            return Results.Json(await presenter.Info(id, caller.Id, cancellation), OrganizationWire.Json.OrganizationInfo);
        });
}
