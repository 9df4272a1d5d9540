using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Returns one template, with the changes of a shoe model if one is given.</summary>
public sealed class GetTemplate(Gate<GetTemplate> gate, Catalogue catalogue)
{
    /// <summary>200 with the template; needs no sign-in.</summary>
    [Function(nameof(GetTemplate))]
    [Open<ChecksContract>]
    [EndpointSummary("One template, for a shoe model")]
    [Tags("Catalogue")]
    [QueryParameter("shoe_model")]
    [ProducesResponseType<Template>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/templates/{meta_tag}")] HttpRequest request,
        string meta_tag,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var template = await catalogue.FindTemplate(meta_tag, cancellation) ?? throw Refusal.NotFound("template");
            if (gate.Query(request).Text("shoe_model") is { } model)
                template = template.For(await catalogue.FindModel(model, cancellation) ?? throw Refusal.NotFound("shoe model"));
            return Results.Json(template.ForClients(), TaskJson.Wire.Template);
        });
}
