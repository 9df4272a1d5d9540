using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>Finds accounts by what they sign in by, or by id.</summary>
public sealed class FindUsers(Gate<FindUsers> gate, AccountSearch search)
{
    /// <summary>200 with the accounts whose e-mail, phone or user name begins with the query, or whose id it is; operators only.</summary>
    [Function(nameof(FindUsers))]
    [Access<AccountsContract>(Access.Operator)]
    [EndpointSummary("Find accounts by e-mail, phone, user name or id (operators)")]
    [Tags("Operators")]
    [Refuses("invalid_field")]
    [QueryParameter("query")]
    [QueryParameter("limit")]
    [QueryParameter("continuation")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<User>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var query = gate.Query(request);
            var text = query.Text("query") is { } given && !string.IsNullOrWhiteSpace(given) && Identity.IsPlausible(given)
                ? given
                : throw Refusal.Field("query", "give an e-mail address, phone number, user name or id, or how one begins.");
            var (found, next) = await search.Find(text, query.Limit(), query.Continuation, cancellation);
            Paging.LinkNext(request, next);
            return Results.Json([.. found.Select(User.Of)], UserJson.Wire.IReadOnlyListUser);
        });
}
