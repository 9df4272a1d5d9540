using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Shows one template, as it is for a shoe model where one is named.</summary>
public sealed class GetTemplate(ApiGate gate, Catalogue catalogue)
{
    /// <summary>200 with the template; needs no sign-in.</summary>
    [Function(nameof(GetTemplate))]
    [EndpointSummary("One template, for a shoe model")]
    [AllowAnonymous]
    [Tags("Catalogue")]
    [ProducesResponseType<Template>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/templates/{meta_tag}")] HttpRequest request,
        string meta_tag,
        string? shoe_model,
        CancellationToken cancellation) =>
        gate.Open(request, async () =>
        {
            var template = await catalogue.FindTemplate(meta_tag, cancellation) ?? throw Refusal.NotFound("template");
            if (shoe_model is not null)
                template = template.For(await catalogue.FindModel(shoe_model, cancellation) ?? throw Refusal.NotFound("shoe model"));
            return Results.Json(template.ForClients(), TaskJson.Wire.Template);
        });
}
