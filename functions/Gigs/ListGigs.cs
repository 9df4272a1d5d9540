using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Search;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Lists the caller's own gigs (seed 003: 用户查询自己创建的任务), or searches those of everybody (任务查询).</summary>
public sealed class ListGigs(Gate<ListGigs> gate, GigReplies replies, GigSearch search)
{
    /// <summary>
    /// 200 with the caller's own gigs of every status, newest first. With a filter, which is <c>GigFilter</c> as a JSON body or in
    /// <c>q</c>: the gigs of everybody that meet it, as <c>POST …/tasks/search</c> finds them.
    /// </summary>
    [Function(nameof(ListGigs))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Your own gigs, newest first; with a filter, those of everybody")]
    [Tags("Gigs")]
    [QueryParameter("q")]
    [QueryParameter("limit")]
    [QueryParameter("after")]
    [ProducesResponseType<GigList>(StatusCodes.Status200OK)]
    [ProducesResponseType<FoundGigs>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{user_id}/tasks")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var query = gate.Query(request);
            var filter = await Filter(request, query.Text("q"), cancellation);
            return filter is null or { IsEmpty: true }
                ? await replies.List(LedgerAccount.User(caller.Id), query, cancellation)
                : await search.Reply(caller.Id, filter, query, cancellation);
        });

    private static async Task<GigFilter?> Filter(HttpRequest request, string? text, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptionalJson(request, GigSearchWire.Json.GigFilter, cancellation);
        if (text is null)
            return body;
        return body is null
            ? RequestBody.ParseJson(text, GigSearchWire.Json.GigFilter)
            : throw Refusal.Field("q", "cannot be given together with a body.");
    }
}
