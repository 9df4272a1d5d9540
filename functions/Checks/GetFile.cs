using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Redirects to a photo of a check, by a short-lived link to blob storage.</summary>
public sealed class GetFile(Gate<GetFile> gate, CheckStore checks, CheckPhotos photos)
{
    /// <summary>302 to the photo; 204 if the view has no photo.</summary>
    [Function(nameof(GetFile))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("A photo of one of your own tasks")]
    [Tags("Files")]
    [ResponseHeader("Location", StatusCodes.Status302Found)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/tasks/{task_id}/files/{view}")]
        HttpRequest request,
        string task_id,
        string view,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var check = (await checks.Get(caller.Id, task_id, cancellation)).Value;
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return check.Photo(view) is { } photo && await photos.FindLink(check, photo, cancellation) is { } link
                ? new LinkResult(link)
                : Results.NoContent();
        });
}
