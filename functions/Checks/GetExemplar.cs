using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Returns a labelled photo with a link to it.</summary>
public sealed class GetExemplar(
    Gate<GetExemplar> gate,
    ExemplarStore exemplars,
    [FromKeyedServices(Exemplar.Container)] BlobStore photos,
    TimeProvider time)
{
    /// <summary>200 with the exemplar and a link to its photo.</summary>
    [Function(nameof(GetExemplar))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("A labelled photo, with a link to it (operators)")]
    [Tags("Operators")]
    [ProducesResponseType<ExemplarView>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exemplars/{exemplar_id}")] HttpRequest request,
        string exemplar_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var exemplar = (await exemplars.Find(exemplar_id, cancellation) ?? throw Refusal.NotFound("exemplar")).Value;
            var expires = time.GetUtcNow() + CheckPhotos.LinkLifetime;
            var link = await photos.ReadLink(
                exemplar.BlobName, PhotoBlob.ContentType, $"{exemplar.View}.jpg", expires, cancellation);
            return Results.Json(
                ExemplarView.Of(exemplar) with { Url = link.AbsoluteUri, ExpireTime = expires }, TaskJson.Wire.ExemplarView);
        });
}
