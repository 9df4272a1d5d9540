using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Shows the photo of an organization, which <c>profile_photo_path</c> names.</summary>
public sealed class GetOrganizationPhoto(
    Gate<GetOrganizationPhoto> gate, OrganizationStore organizations, ProfilePhotos photos)
{
    /// <summary>302 to the photo; 404 if there is none.</summary>
    [Function(nameof(GetOrganizationPhoto))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("The photo of an organization")]
    [Tags("Organizations")]
    [ResponseHeader("Location", StatusCodes.Status302Found)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = GigsRoutes.Organization + "/profile_photo")] HttpRequest request,
        string organization_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var found = await organizations.Find(OrganizationStore.Id(organization_id), cancellation)
                ?? throw OrganizationStore.NotFound();
            return await photos.Show(found.Value.Photo, cancellation);
        });
}
