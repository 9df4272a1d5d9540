using System.Text.Json.Serialization;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Platform.Health;

/// <summary>The health of the service and its parts.</summary>
/// <param name="Status">ok if all parts are ok, otherwise failing.</param>
/// <param name="Documents">ok or failing.</param>
/// <param name="Blobs">ok or failing.</param>
/// <param name="Messages">ok or failing.</param>
/// <param name="Start">ok once the work of the start has succeeded; failing while it is retried.</param>
public sealed record HealthReport(string Status, string Documents, string Blobs, string Messages, string Start);

public sealed partial class GetHealth(
    Gate<GetHealth> gate,
    IDocuments documents,
    BlobServiceClient blobs,
    IMessageSender messages,
    IEnumerable<StartWork> start,
    ILogger<GetHealth> logger)
{
    private const string Ok = "ok";
    private const string Failing = "failing";
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>200 if all parts respond within five seconds and the start is complete, otherwise 503. Needs no sign-in.</summary>
    [Function(nameof(GetHealth))]
    [Open<ServiceContract>]
    [EndpointSummary("Whether documents, blobs and messages respond")]
    [Tags("Service")]
    [ProducesResponseType<HealthReport>(StatusCodes.Status200OK)]
    [ProducesResponseType<HealthReport>(StatusCodes.Status503ServiceUnavailable)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellation) =>
        gate.Run(request, () => Report(cancellation));

    private async Task<IResult> Report(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(ProbeTimeout);
        var parts = await Task.WhenAll(
            Probe(nameof(HealthReport.Documents), documents.Probe(timeout.Token)),
            Probe(nameof(HealthReport.Blobs), ProbeBlobs(timeout.Token)),
            Probe(nameof(HealthReport.Messages), messages.Probe(timeout.Token)));
        var started = start.All(work => work.IsDone) ? Ok : Failing;
        var isWell = parts.All(part => part == Ok) && started == Ok;
        return Results.Json(
            new HealthReport(isWell ? Ok : Failing, parts[0], parts[1], parts[2], started),
            HealthJson.Default.HealthReport,
            statusCode: isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private Task ProbeBlobs(CancellationToken cancellation) =>
        blobs.GetBlobContainersAsync(cancellationToken: cancellation).GetAsyncEnumerator(cancellation).MoveNextAsync().AsTask();

    private async Task<string> Probe(string part, Task answer)
    {
        try
        {
            await answer;
            return Ok;
        }
        catch (Exception exception)
        {
            LogFailing(exception, part);
            return Failing;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Part} did not respond.")]
    private partial void LogFailing(Exception exception, string part);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
