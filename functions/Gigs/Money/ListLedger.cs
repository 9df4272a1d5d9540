using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Money;

/// <summary>Lists what moved a person's balance.</summary>
public sealed class ListLedger(Gate<ListLedger> gate, LedgerReplies replies)
{
    /// <summary>200 with movements, newest first.</summary>
    [Function(nameof(ListLedger))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("What moved your balance, newest first")]
    [Tags("Money")]
    [QueryParameter("limit")]
    [QueryParameter("after")]
    [ProducesResponseType<EntryList>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{user_id}/ledger")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, (Caller caller) => replies.List(LedgerAccount.User(caller.Id), gate.Query(request), cancellation));
}
