using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace SneakerCheck.Hosting.Local;

/// <summary>Runs timer functions on schedule, in UTC. Runs of one function never overlap; those that would are skipped.</summary>
internal sealed partial class TimerDispatcher(
    FunctionIndex index,
    FunctionInstances instances,
    TimeProvider time,
    ILogger<TimerDispatcher> logger) : BackgroundService
{
    // A timer of the system cannot wait longer than some weeks.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly (FunctionDefinition Function, CrontabSchedule Schedule, object? Instance)[] functions =
    [
        .. from function in index.Functions
           let trigger = function.Trigger as FunctionTrigger.Timer
           where trigger is not null
           select (function, Parse(trigger.Expression), instances.Of(function)),
    ];
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(functions.Select(function => Run(function.Function, function.Schedule, function.Instance, stoppingToken)));

    /// <summary>Parses a schedule as the Functions host does: six fields begin with seconds, five do not have them.</summary>
    private static CrontabSchedule Parse(string expression) => CrontabSchedule.Parse(
        expression, new() { IncludingSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5 });

    private async Task Run(FunctionDefinition function, CrontabSchedule schedule, object? instance, CancellationToken stopping)
    {
        var due = time.GetUtcNow();
        while (true)
        {
            // A wait may end slightly early. Continuing from the time that was due prevents a second run for it.
            var now = time.GetUtcNow();
            due = new DateTimeOffset(schedule.GetNextOccurrence((now > due ? now : due).UtcDateTime), TimeSpan.Zero);
            try
            {
                await WaitUntil(due, stopping);
                await function.Run(instance, message: null, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFunctionFailed(exception, function.Name);
            }
        }
    }

    private async Task WaitUntil(DateTimeOffset due, CancellationToken stopping)
    {
        for (var left = due - time.GetUtcNow(); left > TimeSpan.Zero; left = due - time.GetUtcNow())
            await Task.Delay(left < LongestWait ? left : LongestWait, time, stopping);
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed; it runs again at its next scheduled time.")]
    private partial void LogFunctionFailed(Exception exception, string function);
}
