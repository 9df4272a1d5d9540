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
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(5);

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
            if (check.Photo(view) is not { } photo || !await photos.Exists(check, photo, cancellation))
                return Results.NoContent();
            return new LinkResult(await photos.ReadLink(check, photo, LinkLifetime, cancellation));
        });
}
