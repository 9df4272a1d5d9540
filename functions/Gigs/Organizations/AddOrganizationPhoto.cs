using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Sets the photo of an organization (seed 003: 组织信息修改).</summary>
public sealed class AddOrganizationPhoto(
    Gate<AddOrganizationPhoto> gate, OrganizationStore organizations, ProfilePhotos photos)
{
    /// <summary>200 with the photo's path; 401 for members and others; 415 not a JPEG; 413 above 5 MB.</summary>
    [Function(nameof(AddOrganizationPhoto))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Set the photo of an organization; for its owner and admins")]
    [Tags("Organizations")]
    [Refuses(
        OrganizationStore.NotPermitted,
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
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GigsRoutes.Organization + "/profile_photo")] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            // Before the bytes are read, so that who may not is refused at once; the commit requires it again.
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var blob = await photos.Receive(caller.Id, PhotoOwner.Organization(id), request, cancellation);
            await organizations.SetPhoto(id, caller.Id, blob, cancellation);
            return Results.Json(new AddedPhoto(GigsRoutes.PhotoOf(caller.Id, id)), OrganizationWire.Json.AddedPhoto);
        });
}
