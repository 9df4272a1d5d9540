using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Gives a member another status (seed 003: 组织成员权限变更).</summary>
public sealed class ChangeMember(Gate<ChangeMember> gate, OrganizationStore organizations, OrganizationPresenter presenter)
{
    /// <summary>200 with the organization; 401 if the caller may not; 404 if the user is no member.</summary>
    [Function(nameof(ChangeMember))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Change the status of a member; for the owner and admins")]
    [Tags("Organizations")]
    [Refuses(OrganizationStore.NotPermitted, "try_again")]
    [Consumes(typeof(ChangeMemberRequest), "application/json")]
    [ProducesResponseType<OrganizationInfo>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = GigsRoutes.Organization + "/members/{member_id}")] HttpRequest request,
        string organization_id,
        string member_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = OrganizationStore.Id(organization_id);
            var member = AccountPath.Id(member_id, caller);
            var body = await RequestBody.ReadJson(request, OrganizationWire.Json.ChangeMemberRequest, cancellation);
            var status = body.Status ?? throw Refusal.Field("status", "is required.");
            await organizations.ChangeMember(id, caller.Id, member, status, cancellation);
            return Results.Json(await presenter.Info(id, caller.Id, cancellation), OrganizationWire.Json.OrganizationInfo);
        });
}
