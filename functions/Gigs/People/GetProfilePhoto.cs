using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.People;

/// <summary>Shows the photo of a person, which <c>profile_photo_path</c> names.</summary>
public sealed class GetProfilePhoto(Gate<GetProfilePhoto> gate, ProfilePhotos photos, ProfileStore profiles)
{
    /// <summary>302 to the photo; 404 if there is none.</summary>
    [Function(nameof(GetProfilePhoto))]
    [Access<GigsContract>(Access.SignedIn)]
    [EndpointSummary("The photo of a user")]
    [Tags("People")]
    [ResponseHeader("Location", StatusCodes.Status302Found)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{user_id}/profile_photo")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var (account, profile) = await profiles.FindWithAccount(AccountPath.Id(user_id, caller), cancellation);
            return account is not null
                ? await photos.Show(profile.Photo, cancellation)
                : throw new Refusal(404, "not_found", "user Not Found");
        });
}
