using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Shows one picture. Seed 002 has no such thing; a client that keeps an id expects it.</summary>
public sealed class GetPicture(PictureGate gate, PictureStore pictures, PictureSettler settler, PictureShow show)
{
    /// <summary>200 with the picture; 404 with code 14.</summary>
    [Function(nameof(GetPicture))]
    [EndpointSummary("A picture")]
    [Tags("Pictures")]
    [QueryParameter("fields")]
    [QueryParameter("size")]
    [ProducesResponseType<Envelope<ShownPicture>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status401Unauthorized)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status403Forbidden)]
    [ProducesResponseType<Envelope<NoData>>(StatusCodes.Status404NotFound)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/picture/{picture_id}")] HttpRequest request,
        string picture_id,
        CancellationToken cancellation) =>
        gate.SignedIn(request, async _ =>
        {
            var query = PictureQuery.Of(request);
            var id = PictureStore.Id(picture_id);
            var picture = await pictures.Find(id, cancellation);
            if (picture is { Value.State: PictureState.Pending })
            {
                // Only a settled picture knows which blob holds it.
                await settler.Settle(id, cancellation);
                picture = await pictures.Find(id, cancellation);
            }
            return picture is { Value: { State: PictureState.Published } published }
                ? await show.One(published.Entry(), query, cancellation) ?? throw PictureStore.Missing()
                : throw PictureStore.Missing();
        });
}
