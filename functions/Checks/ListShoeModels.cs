using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Checks;

public sealed class ListShoeModels(Gate<ListShoeModels> gate, Catalogue catalogue)
{
    /// <summary>200 with every shoe model; needs no sign-in.</summary>
    [Function(nameof(ListShoeModels))]
    [Open<ChecksContract>]
    [EndpointSummary("Every shoe model")]
    [Tags("Catalogue")]
    [ProducesResponseType<IReadOnlyList<ShoeModel>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/shoe_models")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
            Results.Json(await catalogue.ListModels(cancellation), TaskJson.Wire.IReadOnlyListShoeModel));
}
