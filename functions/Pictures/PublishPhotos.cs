using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Publishes photos of the caller's own finished check in the feed, with its answer.</summary>
public sealed class PublishPhotos(Gate<PublishPhotos> gate, PhotoPublisher publisher, UploadSlots slots)
{
    /// <summary>200 with the pictures; photos published before keep theirs. 409 <c>task_not_finished</c> or <c>no_photos</c>.</summary>
    [Function(nameof(PublishPhotos))]
    [Access<PublicationsContract>(Access.Owner)]
    [EndpointSummary("Publish photos of one of your own finished tasks")]
    [Tags("Pictures")]
    [Refuses("task_not_finished", "no_photos", UploadSlots.TooMany, UploadSlots.Busy)]
    [Consumes(typeof(PublishPhotosRequest), "application/json")]
    [ProducesResponseType<PublishedPhotos>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/users/{user_id}/tasks/{task_id}/pictures")]
        HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            using var slot = slots.Begin(caller.Id, UploadSlots.PassedOn);
            var body = await RequestBody.ReadJson(request, PictureWire.Json.PublishPhotosRequest, cancellation);
            var publication = await publisher.Publish(caller.Id, task_id, body.Views, cancellation);
            return Results.Json(
                new PublishedPhotos([.. publication.Photos.Select(chosen => new PublishedPhoto(chosen.Photo.View, chosen.PictureId))]),
                PictureWire.Json.PublishedPhotos);
        });
}
