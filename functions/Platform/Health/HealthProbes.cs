using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Platform.Health;

/// <summary>
/// Asks the parts of the service whether they are well. Documents and blobs are written, because a store that takes no writes, for
/// example because its disk is full, can often still be read.
/// </summary>
public sealed partial class HealthProbes(
    IDocuments documents,
    [FromKeyedServices(HealthProbes.Container)] BlobStore blobs,
    IMessageSender messages,
    IEnumerable<StartWork> start,
    ILogger<HealthProbes> logger)
{
    /// <summary>The blob container of the probe.</summary>
    public const string Container = "health";

    internal const string Ok = "ok";
    private const string Failing = "failing";
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock one = new();
    private Task<HealthReport>? running;

    /// <summary>Asks all parts. Anybody may ask, and a report writes, so those who ask at the same time share one.</summary>
    public Task<HealthReport> Report(CancellationToken cancellation)
    {
        lock (one)
        {
            if (running is null or { IsCompleted: true })
                running = Report();
            return running.WaitAsync(cancellation);
        }
    }

    private async Task<HealthReport> Report()
    {
        // A probe may answer before it awaits, and the lock is held.
        await Task.Yield();
        using var timeout = new CancellationTokenSource(ProbeTimeout);
        var parts = await Task.WhenAll(
            Probe(nameof(HealthReport.Documents), documents.Probe, timeout.Token),
            Probe(nameof(HealthReport.Blobs), blobs.Probe, timeout.Token),
            Probe(nameof(HealthReport.Messages), messages.Probe, timeout.Token));
        var started = start.All(work => work.IsDone) ? Ok : Failing;
        var isWell = parts.All(part => part == Ok) && started == Ok;
        return new HealthReport(isWell ? Ok : Failing, parts[0], parts[1], parts[2], started);
    }

    private async Task<string> Probe(string part, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        try
        {
            await ask(cancellation).WaitAsync(cancellation);
            return Ok;
        }
        catch (Exception exception)
        {
            LogFailing(exception, part);
            return Failing;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Part} did not respond, or could not be written.")]
    private partial void LogFailing(Exception exception, string part);
}
