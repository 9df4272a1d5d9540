using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Checks;

public sealed class ListTemplates(Gate<ListTemplates> gate, Catalogue catalogue)
{
    /// <summary>200 with every template; needs no sign-in.</summary>
    [Function(nameof(ListTemplates))]
    [Open<ChecksContract>]
    [EndpointSummary("Every template")]
    [Tags("Catalogue")]
    [ProducesResponseType<IReadOnlyList<Template>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/templates")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
            Results.Json(
                [.. (await catalogue.ListTemplates(cancellation)).Select(template => template.ForClients())],
                TaskJson.Wire.IReadOnlyListTemplate));
}
