using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Shows one picture. Not in seed 002, but a client that keeps an id expects it.</summary>
public sealed class GetPicture(Gate<GetPicture> gate, PictureStore pictures, PictureReconciler reconciler, PicturePresenter presenter)
{
    /// <summary>200 with the picture; 404 with code 14.</summary>
    [Function(nameof(GetPicture))]
    [Access<PicturesContract>(Access.SignedIn)]
    [EndpointSummary("Read a picture")]
    [Tags("Pictures")]
    [QueryParameter("fields")]
    [QueryParameter("size")]
    [ProducesResponseType<Envelope<ShownPicture>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/picture/{picture_id}")] HttpRequest request,
        string picture_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var display = DisplayOptions.Of(gate.Query(request));
            var id = PictureStore.Id(picture_id);
            var picture = await pictures.Find(id, cancellation);
            if (picture is { Value: { State: PictureState.Pending } pending })
            {
                // A pending picture may not know yet which blob holds its bytes.
                await reconciler.Reconcile(id, pending.AccountId, cancellation);
                picture = await pictures.Find(id, cancellation);
            }
            return picture is { Value: { State: PictureState.Published } published }
                ? await presenter.One(published.Entry(), display, cancellation) ?? throw PictureStore.Missing()
                : throw PictureStore.Missing();
        });
}
