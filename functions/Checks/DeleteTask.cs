using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Deletes a check and its photos, and gives its place in the quota back.</summary>
public sealed class DeleteTask(ApiGate gate, CheckStore checks)
{
    /// <summary>204; 409 <c>task_waiting</c> while it is being run.</summary>
    [Function(nameof(DeleteTask))]
    [EndpointSummary("Delete a task that is not being run")]
    [Tags("Tasks")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}/tasks/{task_id}")] HttpRequest request,
        string user_id,
        string task_id,
        CancellationToken cancellation) =>
        gate.Owner(request, user_id, async caller =>
        {
            await checks.Delete(caller.Id, task_id, cancellation);
            return Results.NoContent();
        });
}
