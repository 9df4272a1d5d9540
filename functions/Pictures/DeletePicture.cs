using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Takes a picture back. Seed 002 has no such thing; an owner expects it, and an operator needs it.</summary>
public sealed class DeletePicture(Gate<DeletePicture> gate, PictureStore pictures, PictureUploads uploads)
{
    /// <summary>200; 403 with code 15 for another's picture, 404 with code 14 where there is none.</summary>
    [Function(nameof(DeletePicture))]
    [Access<PicturesContract>(Access.SignedIn)]
    [EndpointSummary("Delete one of your own pictures, as an operator any")]
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
