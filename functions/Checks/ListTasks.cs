using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Lists one's own checks (seed 000: 得到某个用户的所有task的列表).</summary>
public sealed class ListTasks(ApiGate gate, CheckStore checks)
{
    /// <summary>200 with tasks, newest first; the next page in the Link header.</summary>
    [Function(nameof(ListTasks))]
    [EndpointSummary("Your own tasks, newest first")]
    [Tags("Tasks")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<CheckTask>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/tasks")] HttpRequest request,
        string user_id,
        string? state,
        string? limit,
        string? continuation,
        CancellationToken cancellation) =>
        gate.Owner(request, user_id, async caller =>
        {
            var page = await Paging.Find(
                checks.List(caller.Id, TaskRules.State(state), Paging.Limit(limit), continuation, cancellation));
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(CheckTask.Of)], TaskJson.Wire.IReadOnlyListCheckTask);
        });
}
