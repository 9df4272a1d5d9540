using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Platform.OpenApi;

/// <summary>Returns the OpenAPI document that is committed with the code.</summary>
public sealed class GetApiDocument(Gate<GetApiDocument> gate)
{
    private static readonly EmbeddedFile Document = EmbeddedFile.Read(
        typeof(GetApiDocument).Assembly, "SneakerCheck.Platform.OpenApi.openapi.v1.json", "application/json");

    /// <summary>200 with the document, or 304 if <c>If-None-Match</c> has its ETag.</summary>
    [Function(nameof(GetApiDocument))]
    [Open<ServiceContract>]
    [EndpointSummary("This document")]
    [Tags("Service")]
    [RequestHeader("If-None-Match")]
    [ResponseHeader("ETag", StatusCodes.Status200OK, StatusCodes.Status304NotModified)]
    [ProducesResponseType<object>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi/v1.json")] HttpRequest request) =>
        gate.Run(request, () => Task.FromResult(Document.Reply(request)));
}
