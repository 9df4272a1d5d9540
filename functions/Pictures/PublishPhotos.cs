using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Pictures;

/// <summary>Shows photos of a finished check in the feed, with what it found, because its owner wants it.</summary>
public sealed class PublishPhotos(ApiGate gate, PhotoPublisher publisher)
{
    /// <summary>200 with the pictures; those that are shown already keep theirs. 409 <c>task_not_finished</c> or <c>no_photos</c>.</summary>
    [Function(nameof(PublishPhotos))]
    [EndpointSummary("Show photos of one of your own finished tasks to everybody")]
    [Tags("Pictures")]
    [Consumes(typeof(PublishPhotosRequest), "application/json")]
    [ProducesResponseType<PublishedPhotos>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/users/{user_id}/tasks/{task_id}/pictures")]
        HttpRequest request,
        string user_id,
        string task_id,
        CancellationToken cancellation) =>
        gate.Owner(request, user_id, async caller =>
        {
            var body = await RequestBody.ReadJson(request, PictureWire.Json.PublishPhotosRequest, cancellation);
            var publication = await publisher.Publish(caller.Id, task_id, body.Views, cancellation);
            return Results.Json(
                new PublishedPhotos([.. publication.Photos.Select(chosen => new PublishedPhoto(chosen.Photo.View, chosen.PictureId))]),
                PictureWire.Json.PublishedPhotos);
        });
}
