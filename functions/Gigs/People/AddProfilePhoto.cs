using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.People;

/// <summary>Sets the photo of a person (seed 003: 用户信息修改).</summary>
public sealed class AddProfilePhoto(Gate<AddProfilePhoto> gate, ProfilePhotos photos, ProfileStore profiles)
{
    /// <summary>200 with the photo's path; 415 not a JPEG; 413 above 5 MB. It is shown without its metadata.</summary>
    [Function(nameof(AddProfilePhoto))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Set your photo")]
    [Tags("People")]
    [Refuses(
        "not_jpeg",
        "not_an_image",
        "picture_too_large",
        "not_turned",
        "too_slow",
        "bad_request",
        "body_too_large",
        "try_again",
        UploadSlots.TooMany,
        UploadSlots.Busy)]
    [Consumes(typeof(byte[]), ProfilePhotos.ContentType)]
    [ProducesResponseType<AddedPhoto>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{user_id}/profile_photo")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var blob = await photos.Receive(caller.Id, PhotoOwner.Person(caller.Id), request, cancellation);
            await profiles.SetPhoto(caller.Id, blob, cancellation);
            return Results.Json(new AddedPhoto(GigsRoutes.PhotoOf(caller.Id)), PersonWire.Json.AddedPhoto);
        });
}
