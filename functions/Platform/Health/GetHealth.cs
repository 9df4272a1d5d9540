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

/// <summary>Whether the parts answer.</summary>
/// <param name="Status">ok where all do, else failing.</param>
/// <param name="Documents">ok or failing.</param>
/// <param name="Blobs">ok or failing.</param>
/// <param name="Messages">ok or failing.</param>
/// <param name="Start">ok once what a start has to do is done, else failing: it is tried again.</param>
public sealed record HealthReport(string Status, string Documents, string Blobs, string Messages, string Start);

/// <summary>Says whether documents, blobs and messages answer, and whether the start is complete.</summary>
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>200 where all answer within five seconds and the start is complete, else 503; needs no sign-in.</summary>
    [Function(nameof(GetHealth))]
    [Open<ServiceContract>]
    [EndpointSummary("Whether documents, blobs and messages answer")]
    [Tags("Service")]
    [ProducesResponseType<HealthReport>(StatusCodes.Status200OK)]
    [ProducesResponseType<HealthReport>(StatusCodes.Status503ServiceUnavailable)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellation) =>
        gate.Run(request, () => Report(cancellation));

    private async Task<IResult> Report(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var parts = await Task.WhenAll(
            Probe(nameof(HealthReport.Documents), documents.Probe(patience.Token)),
            Probe(nameof(HealthReport.Blobs), ProbeBlobs(patience.Token)),
            Probe(nameof(HealthReport.Messages), messages.Probe(patience.Token)));
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

    [LoggerMessage(LogLevel.Error, "{Part} does not answer.")]
    private partial void LogFailing(Exception exception, string part);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
