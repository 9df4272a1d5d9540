using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Money;

/// <summary>Gives a person money of the platform: the only way in which money comes into being.</summary>
public sealed class GrantMoney(Gate<GrantMoney> gate, AccountStore accounts, Ledger ledger, TimeProvider time)
{
    /// <summary>
    /// 201 with the movement, once both legs are in. With an <c>Idempotency-Key</c> a repetition gets the same reply and moves nothing.
    /// </summary>
    [Function(nameof(GrantMoney))]
    [Access<MoneyContract>(Access.Operator)]
    [EndpointSummary("Give a person money (operators)")]
    [Tags("Operators")]
    [Refuses(Ledger.KeyReused, Ledger.InTransit, "try_again")]
    [Consumes(typeof(AmountRequest), "application/json")]
    [ProducesResponseType<EntryBody>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/users/{user_id}/grants")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, LedgerWire.Json.AmountRequest, cancellation);
            var id = AccountPath.Id(user_id, caller);
            if (await accounts.Find(id, cancellation) is null)
                throw Refusal.NotFound("account");
            var entry = LedgerEntry.Create(
                LedgerAccount.Platform, LedgerAccount.User(id), body.Required(), LedgerReason.Grant, time.GetUtcNow());
            var applied = await ledger.Transfer(entry, IdempotencyKey.RequestId(request, caller.Id), cancellation);
            return Results.Json(
                EntryBody.Of(new(applied, LedgerSide.Credit)), LedgerWire.Json.EntryBody, statusCode: StatusCodes.Status201Created);
        });
}
