using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Platform.OpenApi;

/// <summary>Returns the page to browse the OpenAPI document and to try its functions.</summary>
public sealed class GetDocsPage(Gate<GetDocsPage> gate, IOptions<BlobOptions> blobs)
{
    private static readonly EmbeddedFile Page = EmbeddedFile.Read(
        typeof(GetDocsPage).Assembly, "SneakerCheck.Platform.OpenApi.docs.html", "text/html; charset=utf-8");

    /// <summary>200 with the page.</summary>
    [Function(nameof(GetDocsPage))]
    [Open<ServiceContract>]
    [EndpointSummary("A page to browse this document")]
    [Tags("Service")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/html")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) =>
        gate.Run(request, () => Task.FromResult(Page.Reply(request, blobs.Value.PublicOrigin())));
}
