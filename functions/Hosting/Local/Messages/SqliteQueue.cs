using System.Collections.Concurrent;
using System.Text.Json;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Local.Messages;

/// <summary>A message lent to a consumer until its lock ends.</summary>
/// <param name="Queue">The queue it was received from.</param>
/// <param name="Key">The message's key.</param>
/// <param name="LockToken">Identifies this lock of the message; opaque.</param>
/// <param name="DeliveryCount">How often it was delivered from this queue, this time included.</param>
/// <param name="Body">The <see cref="Message"/> as JSON.</param>
public sealed record Delivery(string Queue, string Key, string LockToken, int DeliveryCount, string Body);

/// <summary>How many messages a queue holds.</summary>
/// <param name="Active">Those to be delivered, now or later, and those being worked on.</param>
/// <param name="DeadLettered">Those given up.</param>
public sealed record QueueCount(string Queue, long Active, long DeadLettered);

/// <summary>
/// Queues in the SQLite file that keep the rules of Service Bus: delivery at least once, under a lock, first in first out among
/// what is due, duplicates dropped by key, and dead letters, received from under the queue's name with
/// <see cref="DeadLetters"/> appended.
/// </summary>
public sealed class SqliteQueue(SqliteDatabase database, TimeProvider time) : IMessageSender
{
    /// <summary>What a queue's name ends with where its dead letters are meant.</summary>
    public const string DeadLetters = "/$deadletterqueue";

    // A timer cannot wait for arbitrarily long; after this a receiver looks again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> arrivals = [];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
    public async Task Send(Message message, CancellationToken cancellation = default)
    {
        var body = JsonSerializer.Serialize(message, MessageJson.Default.Message);
        await database.Write(session => new SqliteMessages(session, Now).Add(message, body), cancellation);
        Wake(message.Queue);
    }

    /// <summary>Waits for a message that is due and takes it under a lock of <see cref="QueuePolicy.Lock"/>.</summary>
    public async Task<Delivery> Receive(string queue, CancellationToken cancellation = default)
    {
        while (true)
        {
            // Asked for before looking, so that what arrives while looking is not missed.
            var arrival = arrivals.GetOrAdd(queue, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            var next = await database.Read(session => SqliteMessages.NextDue(session, queue));
            if (next <= Now)
            {
                var (delivery, buried) = await database.Write(session => new SqliteMessages(session, Now).Take(queue), cancellation);
                if (buried)
                    Wake(queue + DeadLetters);
                if (delivery is not null)
                    return delivery;
                continue;
            }
            var wait = next is { } due ? TimeSpan.FromMilliseconds(due - Now) : LongestWait;
            wait = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, LongestWait.Ticks));
            await arrival.WaitAsync(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Removes the message: its work is done. False if the lock was lost, and the message is another's.</summary>
    public Task<bool> Complete(Delivery delivery, CancellationToken cancellation = default) =>
        database.Write(session => new SqliteMessages(session, Now).Remove(delivery.LockToken), cancellation);

    /// <summary>
    /// Gives the message back for another try, or, after <see cref="QueuePolicy.MaximumDeliveries"/>, to the dead letters. A
    /// dead letter stays one and comes again after a pause of at most a minute. False if the lock was lost.
    /// </summary>
    public async Task<bool> Abandon(Delivery delivery, string reason, CancellationToken cancellation = default)
    {
        var held = await database.Write(session => new SqliteMessages(session, Now).GiveBack(delivery, reason), cancellation);
        Wake(delivery.Queue);
        Wake(delivery.Queue + DeadLetters);
        return held;
    }

    /// <summary>Begins the lock anew, for work that takes longer. False if the lock was lost.</summary>
    public Task<bool> Renew(Delivery delivery, CancellationToken cancellation = default) =>
        database.Write(session => new SqliteMessages(session, Now).Renew(delivery.LockToken), cancellation);

    /// <summary>
    /// Ends all locks, and tells how many there were: for the start of a host, when those who held them are gone. The
    /// deliveries count.
    /// </summary>
    public async Task<int> ReleaseLocks(CancellationToken cancellation = default)
    {
        var released = await database.Write(session => new SqliteMessages(session, Now).Release(), cancellation);
        foreach (var queue in arrivals.Keys)
            Wake(queue);
        return released;
    }

    /// <summary>Counts the messages of each queue that holds any, by name.</summary>
    public Task<IReadOnlyList<QueueCount>> Count() => database.Read(SqliteMessages.Count);
    public Task Probe(CancellationToken cancellation = default) =>
        database.Read(session => session.Query("SELECT 1 FROM messages LIMIT 1", _ => true));

    private void Wake(string queue)
    {
        if (arrivals.TryRemove(queue, out var arrival))
            arrival.TrySetResult();
    }
}
