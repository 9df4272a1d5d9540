using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Lists everybody's checks, for operators.</summary>
public sealed class ListChecks(ApiGate gate, CheckStore checks)
{
    /// <summary>200 with tasks of all accounts, newest first; the next page in the Link header.</summary>
    [Function(nameof(ListChecks))]
    [EndpointSummary("The tasks of all accounts (operators)")]
    [Tags("Operators")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<CheckTask>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/checks")] HttpRequest request,
        string? state,
        string? shoe_model,
        string? audit,
        string? limit,
        string? continuation,
        CancellationToken cancellation) =>
        gate.Operator(request, async _ =>
        {
            var page = await Paging.Find(checks.ListAll(
                TaskRules.State(state), shoe_model, QueryFlag.Read("audit", audit), Paging.Limit(limit), continuation, cancellation));
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(CheckTask.Of)], TaskJson.Wire.IReadOnlyListCheckTask);
        });
}
