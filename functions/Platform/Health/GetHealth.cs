using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Platform.Health;

/// <summary>The health of the service and its parts.</summary>
/// <param name="Status">ok if all parts are ok, otherwise failing.</param>
/// <param name="Documents">ok or failing.</param>
/// <param name="Blobs">ok or failing.</param>
/// <param name="Messages">ok or failing.</param>
/// <param name="Start">ok once the work of the start has succeeded; failing while it is retried.</param>
public sealed record HealthReport(string Status, string Documents, string Blobs, string Messages, string Start);

public sealed class GetHealth(Gate<GetHealth> gate, HealthProbes probes)
{
    /// <summary>
    /// 200 if all parts respond within five seconds, documents and blobs to a small write, and the start is complete, otherwise 503.
    /// Needs no sign-in.
    /// </summary>
    [Function(nameof(GetHealth))]
    [Open<ServiceContract>]
    [EndpointSummary("Whether documents, blobs and messages respond and can be written")]
    [Tags("Service")]
    [ProducesResponseType<HealthReport>(StatusCodes.Status200OK)]
    [ProducesResponseType<HealthReport>(StatusCodes.Status503ServiceUnavailable)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var report = await probes.Report(cancellation);
            var status = report.Status == HealthProbes.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Results.Json(report, HealthJson.Default.HealthReport, statusCode: status);
        });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
