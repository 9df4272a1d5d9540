using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Shows the balance of an organization to its owner and admins (seed 003: 组织信息).</summary>
public sealed class GetOrganizationBalance(Gate<GetOrganizationBalance> gate, OrganizationStore organizations, Ledger ledger)
{
    /// <summary>200; 401 for members and others; 404 if there is no such organization.</summary>
    [Function(nameof(GetOrganizationBalance))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("The balance of an organization; for its owner and admins")]
    [Tags("Organizations")]
    [Refuses(OrganizationStore.NotPermitted)]
    [ProducesResponseType<OrganizationBalance>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = GigsRoutes.Organization + "/balance")] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var balance = await ledger.Balance(LedgerAccount.Organization(id), cancellation);
            return Results.Json(new OrganizationBalance(balance), OrganizationWire.Json.OrganizationBalance);
        });
}
