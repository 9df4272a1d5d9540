using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Deletes a picture. Not in seed 002, but owners expect it and operators need it.</summary>
public sealed class DeletePicture(Gate<DeletePicture> gate, PictureStore pictures, PictureUploads uploads)
{
    /// <summary>200; 403 with code 15 for another user's picture; 404 with code 14 for an unknown one.</summary>
    [Function(nameof(DeletePicture))]
    [Access<PicturesContract>(Access.SignedIn)]
    [EndpointSummary("Delete one of your own pictures; operators may delete any")]
    [Tags("Pictures")]
    [Refuses("forbidden")]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/picture/{picture_id}")] HttpRequest request,
        string picture_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            if (await pictures.Find(PictureStore.Id(picture_id), cancellation) is not { Value.State: not PictureState.Deleted } picture)
                throw PictureStore.Missing();
            if (picture.Value.AccountId != caller.Id && !caller.IsOperator)
                throw new Refusal(403, "forbidden", "This picture is another user's.");
            if (!await uploads.Delete(picture, cancellation))
                throw PictureStore.Missing();
            return PicturesContract.Success(new NoData(), PictureWire.Json.EnvelopeNoData);
        });
}
