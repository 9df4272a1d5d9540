using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Lists the caller's own gigs (seed 003: 用户查询自己创建的任务).</summary>
public sealed class ListGigs(Gate<ListGigs> gate, GigReplies replies)
{
    /// <summary>200 with gigs of every status, newest first.</summary>
    [Function(nameof(ListGigs))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Your own gigs, newest first")]
    [Tags("Gigs")]
    [QueryParameter("limit")]
    [QueryParameter("after")]
    [ProducesResponseType<GigList>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{user_id}/tasks")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, (Caller caller) => replies.List(LedgerAccount.User(caller.Id), gate.Query(request), cancellation));
}
