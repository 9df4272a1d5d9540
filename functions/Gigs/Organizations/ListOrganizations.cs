using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Lists the organizations that the caller is a member of (seed 003: 用户参加的组织).</summary>
public sealed class ListOrganizations(Gate<ListOrganizations> gate, OrganizationStore organizations)
{
    /// <summary>200, in one page: an account is a member of 100 at most.</summary>
    [Function(nameof(ListOrganizations))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Your organizations")]
    [Tags("Organizations")]
    [ProducesResponseType<OrganizationList>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = GigsRoutes.Organizations)] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var joined = await organizations.ListOf(caller.Id, cancellation);
            var found = await organizations.FindMany(joined.Select(member => member.OrganizationId), cancellation);
            var list = from member in joined
                       where found.ContainsKey(member.OrganizationId)
                       select new JoinedOrganization(member.OrganizationId, found[member.OrganizationId].Name, member.Status);
            return Results.Json(new OrganizationList([.. list]), OrganizationWire.Json.OrganizationList);
        });
}
