using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Search;

/// <summary>Searches gigs, for clients that cannot send a body with GET.</summary>
public sealed class SearchGigs(Gate<SearchGigs> gate, GigSearch search)
{
    /// <summary>200 with the gigs that meet all members of the body, newest first; without a body, all that admit the caller.</summary>
    [Function(nameof(SearchGigs))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Search gigs")]
    [Tags("Gigs")]
    [QueryParameter("limit")]
    [QueryParameter("after")]
    [Consumes(typeof(GigFilter), "application/json")]
    [ProducesResponseType<FoundGigs>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{user_id}/tasks/search")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var filter = await RequestBody.ReadOptionalJson(request, GigSearchWire.Json.GigFilter, cancellation);
            return await search.Reply(caller.Id, filter ?? new GigFilter(), gate.Query(request), cancellation);
        });
}
