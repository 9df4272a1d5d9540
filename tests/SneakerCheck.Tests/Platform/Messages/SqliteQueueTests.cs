using System.Collections.Concurrent;
using System.Text.Json;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Platform.Messages;

public sealed class SqliteQueueTests : IDisposable
{
    private const string Dead = "runs" + SqliteQueue.DeadLetters;

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
    private SqliteQueue queue;

    public SqliteQueueTests() => queue = new(file.Database, time);

    public void Dispose()
    {
        deadline.Dispose();
        file.Dispose();
    }

    [Fact]
    public async Task Messages_arrive_complete_and_in_the_order_they_were_sent()
    {
        for (var number = 0; number < 20; number++)
            await queue.Send(Message($"{number}"));

        for (var number = 0; number < 20; number++)
        {
            var delivery = await Receive();
            Assert.Equal(("runs", $"{number}", 1), (delivery.Queue, delivery.Key, delivery.DeliveryCount));
            using var body = JsonDocument.Parse(delivery.Body);
            Assert.Equal($"{number}", body.RootElement.GetProperty("payload").GetProperty("check_id").GetString());
            Assert.Equal(number, body.RootElement.GetProperty("attempt").GetInt32());
        }
    }

    [Fact]
    public async Task Queues_are_separate()
    {
        await queue.Send(Message("a") with { Queue = "results" });
        await queue.Send(Message("a"));

        Assert.Equal("results", (await Receive("results")).Queue);
        Assert.Equal("runs", (await Receive()).Queue);
    }

    [Fact]
    public async Task A_waiting_receiver_gets_a_later_message()
    {
        var waiting = Receive();
        await WaitForTimers(1);
        Assert.False(waiting.IsCompleted);
        await queue.Send(Message("a"));

        Assert.Equal("a", (await waiting).Key);
    }

    [Fact]
    public async Task A_receiver_can_stop_waiting()
    {
        using var stop = new CancellationTokenSource();
        var waiting = queue.Receive("runs", stop.Token);
        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_message_is_not_delivered_before_its_time()
    {
        await queue.Send(Message("later") with { NotBefore = time.GetUtcNow().AddHours(3) });
        await queue.Send(Message("now"));
        var now = await Receive();
        Assert.Equal("now", now.Key);
        await queue.Complete(now);
        var waiting = Receive();
        for (var hour = 0; hour < 3; hour++)
        {
            await WaitForTimers(1);
            Assert.False(waiting.IsCompleted);
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("later", (await waiting).Key);
    }

    [Fact]
    public async Task A_message_is_redelivered_when_its_lock_expires_and_the_late_holder_is_refused()
    {
        await queue.Send(Message("a"));
        var first = await Receive();
        var waiting = Receive();
        await WaitForTimers(1);
        time.Advance(QueuePolicy.Lock);
        var second = await waiting;

        Assert.Equal(2, second.DeliveryCount);
        Assert.False(await queue.Complete(first));
        Assert.False(await queue.Renew(first));
        Assert.False(await queue.Abandon(first, "late"));
        Assert.True(await queue.Complete(second));
        Assert.False(await queue.Complete(second));
        Assert.Empty(await queue.Count());
    }

    [Fact]
    public async Task A_renewed_lock_lasts_its_full_time_again()
    {
        await queue.Send(Message("a"));
        var held = await Receive();
        var waiting = Receive();
        await WaitForTimers(1);
        time.Advance(QueuePolicy.Lock - TimeSpan.FromSeconds(1));
        Assert.True(await queue.Renew(held));
        time.Advance(QueuePolicy.Lock - TimeSpan.FromSeconds(1));
        await WaitForTimers(1);
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, (await waiting).DeliveryCount);
        Assert.False(await queue.Complete(held));
    }

    [Fact]
    public async Task An_abandoned_message_is_redelivered_first_until_it_is_dead_lettered()
    {
        await queue.Send(Message("bad"));
        await queue.Send(Message("good"));
        for (var delivery = 1; delivery <= QueuePolicy.MaximumDeliveries; delivery++)
        {
            var bad = await Receive();
            Assert.Equal(("bad", delivery), (bad.Key, bad.DeliveryCount));
            Assert.True(await queue.Abandon(bad, $"reason {delivery}"));
        }

        Assert.Equal([new("runs", 1, 1)], await queue.Count());
        Assert.Equal("good", (await Receive()).Key);
        var dead = await Receive(Dead);
        Assert.Equal((Dead, "bad", 1), (dead.Queue, dead.Key, dead.DeliveryCount));
        Assert.Equal($"reason {QueuePolicy.MaximumDeliveries}", await Reason());
        Assert.True(await queue.Complete(dead));
        Assert.Equal([new("runs", 1, 0)], await queue.Count());
    }

    [Fact]
    public async Task A_new_dead_letter_wakes_its_receiver()
    {
        var waiting = Receive(Dead);
        await WaitForTimers(1);
        await Bury("a");

        Assert.Equal("a", (await waiting).Key);
    }

    [Fact]
    public async Task A_failing_dead_letter_stays_one_and_its_handler_does_not_spin()
    {
        await Bury("a");
        var dead = await Receive(Dead);
        while (dead.DeliveryCount < 2 * QueuePolicy.MaximumDeliveries)
        {
            await queue.Abandon(dead, "the handler failed");
            var again = Receive(Dead);
            await WaitForTimers(1);
            Assert.False(again.IsCompleted);
            time.Advance(TimeSpan.FromMinutes(1));
            dead = await again;
        }

        Assert.Equal([new("runs", 0, 1)], await queue.Count());
    }

    [Fact]
    public async Task A_message_whose_consumers_all_crashed_is_dead_lettered()
    {
        await queue.Send(Message("deadly"));
        for (var delivery = 1; delivery <= QueuePolicy.MaximumDeliveries; delivery++)
        {
            Assert.Equal(delivery, (await Receive()).DeliveryCount);
            time.Advance(QueuePolicy.Lock);
        }
        await queue.Send(Message("next"));

        Assert.Equal("next", (await Receive()).Key);
        Assert.Equal("deadly", (await Receive(Dead)).Key);
        Assert.Contains("without completing", await Reason());
    }

    [Fact]
    public async Task A_duplicate_key_within_the_window_is_dropped_even_after_completion()
    {
        await queue.Send(Message("a"));
        await queue.Send(Message("a"));
        await queue.Complete(await Receive());
        time.Advance(QueuePolicy.DuplicateWindow - TimeSpan.FromMilliseconds(1));
        await queue.Send(Message("a"));
        await queue.Send(Message("a") with { Queue = "results" });
        Assert.Equal([new("results", 1, 0)], await queue.Count());
        time.Advance(TimeSpan.FromMilliseconds(1));
        await queue.Send(Message("a"));

        Assert.Equal([new("results", 1, 0), new("runs", 1, 0)], await queue.Count());
        Assert.Equal(2, await file.Database.Read(session => session.Query("SELECT count(*) FROM message_keys", row => row.GetInt64(0))[0]));
    }

    [Fact]
    public async Task Messages_locks_and_remembered_keys_survive_a_restart()
    {
        await queue.Send(Message("held"));
        await queue.Send(Message("waiting"));
        await Receive();
        file.Reopen();
        queue = new(file.Database, time);
        await queue.Send(Message("waiting"));

        Assert.Equal("waiting", (await Receive()).Key);
        Assert.Equal(2, await queue.ReleaseLocks());
        var held = await Receive();
        Assert.Equal(("held", 2), (held.Key, held.DeliveryCount));
        Assert.Equal([new("runs", 2, 0)], await queue.Count());
    }

    [Fact]
    public async Task Released_locks_wake_receivers_and_dead_letter_exhausted_messages()
    {
        await queue.Send(Message("worn"));
        for (var delivery = 1; delivery < QueuePolicy.MaximumDeliveries; delivery++)
            await queue.Abandon(await Receive(), "again");
        var worn = await Receive();
        await queue.Send(Message("fresh"));
        var fresh = await Receive();
        var waiting = Receive();
        await WaitForTimers(1);

        Assert.Equal(2, await queue.ReleaseLocks());
        Assert.Equal("fresh", (await waiting).Key);
        Assert.Equal("worn", (await Receive(Dead)).Key);
        Assert.False(await queue.Complete(worn));
        Assert.False(await queue.Complete(fresh));
        Assert.Equal([new("runs", 1, 1)], await queue.Count());
    }

    [Fact]
    public async Task Many_receivers_get_each_message_once()
    {
        ConcurrentBag<string> seen = [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var receivers = Enumerable.Range(0, 8).Select(_ => Task.Run(Work)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(number => Task.Run(() => queue.Send(Message($"{number}")))));

        await Task.WhenAll(receivers);
        Assert.False(deadline.IsCancellationRequested);
        Assert.Equal(300, seen.Distinct().Count());
        Assert.Equal(300, seen.Count);
        Assert.Empty(await queue.Count());

        async Task Work()
        {
            try
            {
                while (true)
                {
                    var delivery = await queue.Receive("runs", stop.Token);
                    seen.Add(delivery.Key);
                    Assert.True(await queue.Complete(delivery));
                    if (seen.Count == 300)
                        stop.Cancel();
                }
            }
            catch (OperationCanceledException)
            {
                // All messages have arrived, or the deadline has passed.
            }
        }
    }

    [Fact]
    public async Task A_key_may_be_any_text()
    {
        foreach (var text in Texts.Hostile)
        {
            await queue.Send(Message(text));
            var delivery = await Receive();
            Assert.Equal(text, delivery.Key);
            Assert.True(await queue.Complete(delivery));
        }
    }

    [Fact]
    public Task The_queue_answers_a_probe() => queue.Probe();

    private static Message Message(string key) => new(
        "runs", key, int.TryParse(key, out var attempt) ? attempt : 0, null, JsonSerializer.SerializeToElement(new { check_id = key }));

    private Task<Delivery> Receive(string from = "runs") => queue.Receive(from, deadline.Token);

    private async Task Bury(string key)
    {
        await queue.Send(Message(key));
        for (var delivery = 1; delivery <= QueuePolicy.MaximumDeliveries; delivery++)
            await queue.Abandon(await Receive(), "no");
    }

    private Task<string> Reason() =>
        file.Database.Read(
            session => session.Query("SELECT reason FROM messages WHERE queue = @queue", row => row.GetString(0), ("@queue", Dead))[0]);

    /// <summary>Waits until so many timers wait for the clock.</summary>
    private async Task WaitForTimers(int count)
    {
        while (time.Waiting < count)
            await Task.Delay(1, deadline.Token);
    }
}
