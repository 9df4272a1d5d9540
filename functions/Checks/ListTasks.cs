using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Lists the caller's own checks (seed 000: 得到某个用户的所有task的列表).</summary>
public sealed class ListTasks(Gate<ListTasks> gate, CheckStore checks)
{
    /// <summary>200 with tasks, newest first; the next page in the Link header.</summary>
    [Function(nameof(ListTasks))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("Your own tasks, newest first")]
    [Tags("Tasks")]
    [QueryParameter("state")]
    [QueryParameter("limit")]
    [QueryParameter("continuation")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<CheckTask>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/tasks")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var query = gate.Query(request);
            var page = await Paging.Find(
                checks.List(caller.Id, TaskRules.State(query.Text("state")), query.Limit(), query.Continuation, cancellation));
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(CheckTask.Of)], TaskJson.Wire.IReadOnlyListCheckTask);
        });
}
