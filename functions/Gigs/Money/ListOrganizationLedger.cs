using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Money;

/// <summary>Lists what moved the balance of an organization.</summary>
public sealed class ListOrganizationLedger(Gate<ListOrganizationLedger> gate, OrganizationStore organizations, LedgerReplies replies)
{
    /// <summary>200 with movements, newest first; 401 for members and others; 404 if there is no such organization.</summary>
    [Function(nameof(ListOrganizationLedger))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("What moved the balance of an organization, newest first; for its owner and admins")]
    [Tags("Money")]
    [Refuses(OrganizationStore.NotPermitted)]
    [QueryParameter("limit")]
    [QueryParameter("after")]
    [ProducesResponseType<EntryList>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = GigsRoutes.Organization + "/ledger")] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var query = gate.Query(request);
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            return await replies.List(LedgerAccount.Organization(id), query, cancellation);
        });
}
