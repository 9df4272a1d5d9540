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
    // So soon it is noticed that the wall clock was set.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // Smaller corrections of the wall clock are ignored.
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

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
            try
            {
                due = await WaitForNext(schedule, due, stopping);
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

    /// <summary>Waits until the schedule's next time, and returns it.</summary>
    /// <param name="last">The time of the last run, or of the start.</param>
    private async Task<DateTimeOffset> WaitForNext(CrontabSchedule schedule, DateTimeOffset last, CancellationToken stopping)
    {
        // The wait is measured by the monotonic clock. By the wall clock, one that is set back by two hours would silence every timer for
        // as long.
        var (now, since) = (time.GetUtcNow(), time.GetTimestamp());
        // A wait may end slightly early. Continuing from the time that was due prevents a second run for it.
        var due = Next(schedule, now < last && last - now < Jump ? last : now);
        while (true)
        {
            var passed = time.GetElapsedTime(since);
            var wall = time.GetUtcNow();
            var jump = wall - now - passed;
            if (jump.Duration() >= Jump)
            {
                if (wall >= due)
                    return due;
                (now, since, due) = (wall, time.GetTimestamp(), Next(schedule, wall));
                continue;
            }
            var left = due - now - passed;
            if (left <= TimeSpan.Zero)
                return due;
            await Task.Delay(left < LongestWait ? left : LongestWait, time, stopping);
        }
    }

    private static DateTimeOffset Next(CrontabSchedule schedule, DateTimeOffset after) =>
        new(schedule.GetNextOccurrence(after.UtcDateTime), TimeSpan.Zero);

    [LoggerMessage(LogLevel.Error, "{Function} failed; it runs again at its next scheduled time.")]
    private partial void LogFunctionFailed(Exception exception, string function);
}
