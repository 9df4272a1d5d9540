using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Hosting.Local;

/// <summary>Deletes expired documents, which can no longer be read. Cosmos DB does so by itself.</summary>
internal sealed partial class ExpirySweep(SqliteDocuments documents, TimeProvider time, ILogger<ExpirySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await documents.DeleteExpired(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogSweepFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Expired documents could not be deleted; the next sweep retries.")]
    private partial void LogSweepFailed(Exception exception);
}
