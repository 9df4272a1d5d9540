using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Returns the outline that a client shows over its camera picture.</summary>
public sealed class GetOutline(Gate<GetOutline> gate)
{
    private const string Suffix = ".svg";

    /// <summary>200 with an SVG picture; needs no sign-in.</summary>
    [Function(nameof(GetOutline))]
    [Open<ChecksContract>]
    [EndpointSummary("A view's outline picture; the path ends in .svg")]
    [Tags("Catalogue")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "image/svg+xml")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/outlines/{file}")] HttpRequest request, string file) =>
        gate.Run(request, () =>
        {
            var outline = file.EndsWith(Suffix, StringComparison.Ordinal) ? Catalogue.OpenOutline(file[..^Suffix.Length]) : null;
            request.HttpContext.Response.Headers.CacheControl = "public, max-age=86400";
            return Task.FromResult(outline is null
                ? throw Refusal.NotFound("outline")
                : Results.Stream(outline, "image/svg+xml"));
        });
}
