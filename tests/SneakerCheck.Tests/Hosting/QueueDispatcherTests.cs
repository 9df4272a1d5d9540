using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform.Messages;
using WorkQueue = SneakerCheck.Platform.Messages.MessageQueue<string>;

namespace SneakerCheck.Tests.Hosting;

public sealed class QueueDispatcherTests : IDisposable
{
    private static readonly WorkQueue Queue = new(
        SampleFunctions.QueueName, (JsonTypeInfo<string>)JsonSerializerOptions.Default.GetTypeInfo(typeof(string)));

    private readonly TestFolder folder = new();
    private readonly Recorder recorder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_message_whose_function_returns_is_completed()
    {
        await using var host = await SampleHost.Start(folder, recorder);

        await Send(host, "pair");

        await Eventually.Holds(() => Empty(host), "the message is gone");
        Assert.Equal(["pair"], recorder.Worked);
    }

    [Fact]
    public async Task A_message_whose_function_throws_is_redelivered_at_once()
    {
        var failures = 2;
        recorder.Work = (_, _) =>
            Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;
        await using var host = await SampleHost.Start(folder, recorder);

        await Send(host, "pair");

        await Eventually.Holds(() => Empty(host), "the message is gone");
        Assert.Equal(["pair"], recorder.Worked);
        Assert.Equal(-1, failures);
    }

    [Fact]
    public async Task A_message_that_always_fails_is_delivered_to_the_function_of_the_dead_letters()
    {
        var deliveries = 0;
        recorder.Work = (_, _) =>
        {
            Interlocked.Increment(ref deliveries);
            throw new InvalidOperationException("Never.");
        };
        await using var host = await SampleHost.Start(folder, recorder);

        await Send(host, "pair");

        await Eventually.Holds(() => Empty(host), "the dead letter is gone");
        Assert.Equal(["pair"], recorder.DeadLettered);
        Assert.Equal(QueuePolicy.MaximumDeliveries, deliveries);
    }

    [Fact]
    public async Task As_many_messages_are_processed_at_once_as_host_json_says()
    {
        var maximum = HostSettings.Read().MaximumConcurrentCalls;
        using var gate = new SemaphoreSlim(0);
        recorder.Work = (_, cancellation) => gate.WaitAsync(cancellation);
        await using var host = await SampleHost.Start(folder, recorder);

        for (var number = 0; number < maximum * 2; number++)
            await Send(host, $"pair {number}");
        await Eventually.Holds(() => recorder.AtWork == maximum, "all workers are busy");
        gate.Release(maximum * 2);

        await Eventually.Holds(() => Empty(host), "all messages are gone");
        Assert.Equal(maximum * 2, recorder.Worked.Distinct().Count());
        Assert.Equal(maximum, recorder.MostAtWork);
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_message_in_progress_when_the_host_stops_is_redelivered_at_the_next_start()
    {
        recorder.Work = (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation);
        await using (var first = await SampleHost.Start(folder, recorder))
        {
            await Send(first, "pair");
            await Eventually.Holds(() => recorder.AtWork == 1, "the function runs");
        }
        Assert.Empty(recorder.Worked);

        recorder.Work = (_, _) => Task.CompletedTask;
        await using var second = await SampleHost.Start(folder, recorder);

        await Eventually.Holds(() => Empty(second), "the message is gone");
        Assert.Equal(["pair"], recorder.Worked);
    }

    private static Task Send(LocalHost host, string payload) =>
        host.Services.GetRequiredService<IMessageSender>().Send(Queue.Message(Guid.NewGuid().ToString(), payload));

    private static async Task<bool> Empty(LocalHost host) =>
        (await host.Services.GetRequiredService<SqliteQueue>().Count()).All(queue => queue is { Active: 0, DeadLettered: 0 });
}
