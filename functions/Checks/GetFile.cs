using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Redirects to a photo of a check, by a short-lived link to blob storage.</summary>
public sealed class GetFile(
    Gate<GetFile> gate, CheckStore checks, [FromKeyedServices(PhotoBlob.Container)] BlobStore photos, TimeProvider time)
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
            if (check.Photo(view) is not { } photo || await photos.Find(check.BlobName(photo), cancellation) is null)
                return Results.NoContent();
            var link = await photos.ReadLink(check.BlobName(photo), time.GetUtcNow() + LinkLifetime, cancellation);
            return new LinkResult(link);
        });
}
