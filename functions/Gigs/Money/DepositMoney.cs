using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Money;

/// <summary>Moves money from a member's balance to their organization's.</summary>
public sealed class DepositMoney(Gate<DepositMoney> gate, OrganizationStore organizations, Ledger ledger, TimeProvider time)
{
    /// <summary>
    /// 201 with the movement as the payer sees it, once both legs are in; 401 for who is no member; 404 if the organization does not exist
    /// or was deleted meanwhile: then the money is back. With an <c>Idempotency-Key</c> a repetition moves nothing more.
    /// </summary>
    [Function(nameof(DepositMoney))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Pay into an organization; for its members")]
    [Tags("Money")]
    [Refuses(OrganizationStore.NotPermitted, Ledger.NotEnough, Ledger.KeyReused, Ledger.InTransit, "try_again")]
    [Consumes(typeof(DepositRequest), "application/json")]
    [ProducesResponseType<EntryBody>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GigsRoutes.Organization + "/deposits")] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, LedgerWire.Strict.DepositRequest, cancellation);
            var organization = await organizations.RequireMember(organization_id, caller.Id, cancellation);
            var entry = LedgerEntry.Create(
                LedgerAccount.User(caller.Id),
                LedgerAccount.Organization(organization),
                body.Required(),
                LedgerReason.Deposit,
                time.GetUtcNow());
            var applied = await ledger.Transfer(entry, IdempotencyKey.RequestId(request, caller.Id), cancellation);
            if (applied.Reason == LedgerReason.PayeeGone)
                throw OrganizationStore.NotFound();
            return Results.Json(
                EntryBody.Of(new(applied, LedgerSide.Debit)), LedgerWire.Json.EntryBody, statusCode: StatusCodes.Status201Created);
        });
}
