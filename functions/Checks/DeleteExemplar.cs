using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Deletes a labelled photo. The next run no longer uses it.</summary>
public sealed class DeleteExemplar(
    Gate<DeleteExemplar> gate, ExemplarStore exemplars, [FromKeyedServices(Exemplar.Container)] BlobStore photos)
{
    /// <summary>204.</summary>
    [Function(nameof(DeleteExemplar))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Delete a labelled photo (operators)")]
    [Tags("Operators")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/exemplars/{exemplar_id}")] HttpRequest request,
        string exemplar_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var exemplar = await exemplars.Find(exemplar_id, cancellation) ?? throw Refusal.NotFound("exemplar");
            // The photo first: after a crash in between, the exemplar can still be deleted again.
            await photos.Delete(exemplar.Value.BlobName, cancellation);
            return await exemplars.Delete(exemplar, cancellation) ? Results.NoContent() : throw Refusal.NotFound("exemplar");
        });
}
