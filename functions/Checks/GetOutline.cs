using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Shows the outline that a client lays over its camera picture.</summary>
public sealed class GetOutline(ApiGate gate)
{
    private const string Suffix = ".svg";

    /// <summary>200 with an SVG picture; needs no sign-in.</summary>
    [Function(nameof(GetOutline))]
    [EndpointSummary("A view's outline picture; the path ends in .svg")]
    [AllowAnonymous]
    [Tags("Catalogue")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "image/svg+xml")]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/outlines/{file}")] HttpRequest request, string file) =>
        gate.Open(request, () =>
        {
            var outline = file.EndsWith(Suffix, StringComparison.Ordinal) ? Catalogue.OpenOutline(file[..^Suffix.Length]) : null;
            request.HttpContext.Response.Headers.CacheControl = "public, max-age=86400";
            return Task.FromResult(outline is null
                ? throw Refusal.NotFound("outline")
                : Results.Stream(outline, "image/svg+xml"));
        });
}
