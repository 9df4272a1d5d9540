using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// Delivers messages to queue functions as the Service Bus extension does: a limited number at once, with the lock renewed while the
/// function runs. The message is completed if the function returns and abandoned if it throws. If the host stops while a function runs,
/// the message keeps its lock until the next start releases it.
/// </summary>
internal sealed partial class QueueDispatcher(
    FunctionIndex index,
    FunctionInstances instances,
    HostSettings settings,
    SqliteQueue queue,
    TimeProvider time,
    ILogger<QueueDispatcher> logger) : BackgroundService
{
    /// <summary>How long running functions may continue after the host was asked to stop.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly (FunctionDefinition Function, string Queue, object? Instance)[] functions =
    [
        .. from function in index.Functions
           let trigger = function.Trigger as FunctionTrigger.Queue
           where trigger is not null
           select (function, trigger.Name, instances.Of(function)),
    ];
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var running = new CancellationTokenSource();
        await using var stop = stoppingToken.Register(() => running.CancelAfter(GracePeriod));
        await Task.WhenAll(
            from function in functions
            from worker in Enumerable.Range(0, settings.MaximumConcurrentCalls)
            select Work(function.Function, function.Queue, function.Instance, stoppingToken, running.Token));
    }

    private async Task Work(
        FunctionDefinition function, string name, object? instance, CancellationToken stopping, CancellationToken running)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Handle(function, instance, await queue.Receive(name, stopping), running);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogQueueFailed(exception, name);
                await Task.Delay(PauseAfterFailure, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Handle(FunctionDefinition function, object? instance, Delivery delivery, CancellationToken running)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(running);
        var renewal = Renew(delivery, done.Token);
        try
        {
            await function.Run(instance, delivery.Body, running);
        }
        catch (Exception) when (running.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            LogFunctionFailed(exception, function.Name, delivery.Key, delivery.DeliveryCount);
            await queue.Abandon(delivery, $"{exception.GetType().Name}: {exception.Message}", CancellationToken.None);
            return;
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
        if (!await queue.Complete(delivery, CancellationToken.None))
            LogLockLost(function.Name, delivery.Key);
    }

    private async Task Renew(Delivery delivery, CancellationToken done)
    {
        using var timer = new PeriodicTimer(QueuePolicy.Lock / 2, time);
        try
        {
            for (var renewed = TimeSpan.Zero; renewed < settings.LongestLockRenewal; renewed += timer.Period)
            {
                await timer.WaitForNextTickAsync(done);
                if (!await queue.Renew(delivery, done))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // The function returned.
        }
        catch (Exception exception)
        {
            LogQueueFailed(exception, delivery.Queue);
        }
    }

    [LoggerMessage(LogLevel.Error, "Queue {Queue} failed; retrying.")]
    private partial void LogQueueFailed(Exception exception, string queue);

    [LoggerMessage(LogLevel.Warning, "{Function} failed on message {Key}, delivery {Count}.")]
    private partial void LogFunctionFailed(Exception exception, string function, string key, int count);

    [LoggerMessage(LogLevel.Warning, "{Function} lost the lock of message {Key} before it finished; the message will be delivered again.")]
    private partial void LogLockLost(string function, string key);
}
