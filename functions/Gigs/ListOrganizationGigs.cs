using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Lists the gigs of an organization (seed 003: 组织查询自己创建的任务), for its members.</summary>
public sealed class ListOrganizationGigs(
    Gate<ListOrganizationGigs> gate, OrganizationStore organizations, GigReplies replies)
{
    /// <summary>200 with gigs of every status, newest first.</summary>
    [Function(nameof(ListOrganizationGigs))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("The gigs of an organization, newest first")]
    [Tags("Gigs")]
    [Refuses(OrganizationStore.NotPermitted)]
    [QueryParameter("limit")]
    [QueryParameter("after")]
    [ProducesResponseType<GigList>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = GigsRoutes.Organization + "/tasks")]
        HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var query = gate.Query(request);
            var id = await organizations.RequireMember(organization_id, caller.Id, cancellation);
            return await replies.List(LedgerAccount.Organization(id), query, cancellation);
        });
}
