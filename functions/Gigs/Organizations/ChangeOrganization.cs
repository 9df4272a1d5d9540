using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Changes name and bio of an organization (seed 003: 组织信息修改).</summary>
public sealed class ChangeOrganization(Gate<ChangeOrganization> gate, OrganizationStore organizations)
{
    /// <summary>200 with name and bio; 401 for members and others; 409 if another organization has the name.</summary>
    [Function(nameof(ChangeOrganization))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Change an organization; for its owner and admins")]
    [Tags("Organizations")]
    [Refuses(OrganizationStore.NotPermitted, "name_taken", "try_again")]
    [Consumes(typeof(ChangeOrganizationRequest), "application/json")]
    [ProducesResponseType<OrganizationText>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = GigsRoutes.Organization)] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = OrganizationStore.Id(organization_id);
            var body = await RequestBody.ReadJson(request, OrganizationWire.Json.ChangeOrganizationRequest, cancellation);
            if (body is { Name: null, Bio: null })
                throw Refusal.Field("name", "or bio is required.");
            var changed = await organizations.Change(
                id, caller.Id, OrganizationWire.Name(body.Name), OrganizationWire.Bio(body.Bio), cancellation);
            return Results.Json(new OrganizationText(changed.Name, changed.Bio), OrganizationWire.Json.OrganizationText);
        });
}
