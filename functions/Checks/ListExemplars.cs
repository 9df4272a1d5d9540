using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Lists labelled photos.</summary>
public sealed class ListExemplars(ApiGate gate, ExemplarStore exemplars)
{
    /// <summary>200 with exemplars, newest first; the next page in the Link header.</summary>
    [Function(nameof(ListExemplars))]
    [EndpointSummary("Labelled photos, newest first (operators)")]
    [Tags("Operators")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<ExemplarView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exemplars")] HttpRequest request,
        string? shoe_model,
        string? view,
        string? limit,
        string? continuation,
        CancellationToken cancellation) =>
        gate.Operator(request, async _ =>
        {
            var page = await Paging.Find(
                exemplars.List(shoe_model, view, Paging.Limit(limit), continuation, cancellation));
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(item => ExemplarView.Of(item.Value))], TaskJson.Wire.IReadOnlyListExemplarView);
        });
}
