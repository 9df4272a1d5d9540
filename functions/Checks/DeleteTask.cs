using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Deletes a check and its photos, and returns its place in the quota.</summary>
public sealed class DeleteTask(Gate<DeleteTask> gate, CheckStore checks)
{
    /// <summary>204; 409 <c>task_waiting</c> while it is being run.</summary>
    [Function(nameof(DeleteTask))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("Delete a task that is not being run")]
    [Tags("Tasks")]
    [Refuses("task_waiting")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}/tasks/{task_id}")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            await checks.Delete(caller.Id, task_id, cancellation);
            return Results.NoContent();
        });
}
