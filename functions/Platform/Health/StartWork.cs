using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SneakerCheck.Platform.Health;

/// <summary>
/// Work that must succeed once after each start. The store may be unreachable at first, because after a first deployment a role can
/// take minutes to take effect. An exception from a hosted service would end the process, including health and docs. So the work is
/// retried with growing waits while the host already serves, and health reports failing until it has succeeded.
/// </summary>
public sealed partial class StartWork(string name, Func<CancellationToken, Task> work, TimeProvider time, ILogger<StartWork> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isDone;

    public bool IsDone => isDone;

    /// <summary>
    /// Completes when the first attempt has ended, successful or not. The Azure worker must not wait for it while starting: its
    /// functions are loaded by then, so requests would arrive before it serves.
    /// </summary>
    public Task FirstTry => firstTry.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Retries(stoppingToken).ExecuteAsync(Try, stoppingToken);
        isDone = true;
        firstTry.TrySetResult();
    }

    private async ValueTask Try(CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
        }
        catch
        {
            firstTry.TrySetResult();
            throw;
        }
    }

    private ResiliencePipeline Retries(CancellationToken stopping) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(_ => !stopping.IsCancellationRequested),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstWait,
            MaxDelay = LongestWait,
            OnRetry = retry =>
            {
                LogFailed(retry.Outcome.Exception, name, retry.RetryDelay);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    [LoggerMessage(LogLevel.Error, "Start work '{Name}' failed. Next attempt in {Wait}.")]
    private partial void LogFailed(Exception? exception, string name, TimeSpan wait);
}

public static class StartWorkRegistration
{
    /// <summary>Adds work that must succeed once after each start, under a name for the log.</summary>
    public static IServiceCollection AddStartWork(
        this IServiceCollection services, string name, Func<IServiceProvider, CancellationToken, Task> work) => services
        // The host starts the same instance that health asks.
        .AddKeyedSingleton(name, (provider, _) => new StartWork(
            name,
            cancellation => work(provider, cancellation),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StartWork>>()))
        .AddSingleton(provider => provider.GetRequiredKeyedService<StartWork>(name))
        .AddHostedService(provider => provider.GetRequiredKeyedService<StartWork>(name));
}
