using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace SneakerCheck.Platform.OpenApi;

/// <summary>Returns the files that the page at <c>/docs</c> loads: Swagger UI from its package, and the script that starts it.</summary>
public sealed class GetDocsFile(Gate<GetDocsFile> gate)
{
    private const string PackagePrefix = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";

    private static readonly FrozenDictionary<string, Lazy<EmbeddedFile>> Files = new Dictionary<string, Lazy<EmbeddedFile>>
    {
        ["docs.css"] = new(() => EmbeddedFile.Read(
            typeof(GetDocsFile).Assembly, "SneakerCheck.Platform.OpenApi.docs.css", "text/css; charset=utf-8")),
        ["docs.js"] = new(() => EmbeddedFile.Read(
            typeof(GetDocsFile).Assembly, "SneakerCheck.Platform.OpenApi.docs.js", "text/javascript; charset=utf-8")),
        ["favicon-32x32.png"] = Packaged("favicon-32x32.png", "image/png"),
        ["swagger-ui-bundle.js"] = Packaged("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ["swagger-ui.css"] = Packaged("swagger-ui.css", "text/css; charset=utf-8"),
    }.ToFrozenDictionary();

    /// <summary>200 with the file; 404 if there is none of this name.</summary>
    [Function(nameof(GetDocsFile))]
    [Open<ServiceContract>]
    [EndpointSummary("A file of the page at /docs")]
    [Tags("Service")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/javascript", "text/css", "image/png")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/{file}")] HttpRequest request, string file) =>
        gate.Run(request, () => Task.FromResult(
            Files.TryGetValue(file, out var found) ? found.Value.Reply(request) : throw Refusal.NotFound("file")));

    private static Lazy<EmbeddedFile> Packaged(string name, string contentType) => new(() => EmbeddedFile.Read(
        typeof(SwaggerUIOptions).Assembly, $"{PackagePrefix}{name}", contentType, isCompressed: true));
}
