using System.Collections.Concurrent;
using System.Text.Json;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Local.Messages;

/// <summary>A message that is locked for a consumer.</summary>
/// <param name="Queue">The queue it was received from.</param>
/// <param name="Key">The message's key.</param>
/// <param name="LockToken">Identifies this lock.</param>
/// <param name="DeliveryCount">How often it was delivered from this queue, including this time.</param>
/// <param name="Body">The <see cref="Message"/> as JSON.</param>
public sealed record Delivery(string Queue, string Key, string LockToken, int DeliveryCount, string Body);

/// <summary>How many messages a queue holds.</summary>
/// <param name="Active">Messages that are due, scheduled or locked.</param>
/// <param name="DeadLettered">Messages that were given up.</param>
public sealed record QueueCount(string Queue, long Active, long DeadLettered);

/// <summary>
/// Queues in the SQLite file with the semantics of Service Bus: at-least-once delivery under a lock, first in first out among the
/// messages that are due, duplicate detection by key, and dead letters, which have the queue's name with <see cref="DeadLetters"/>
/// appended.
/// </summary>
public sealed class SqliteQueue(SqliteDatabase database, TimeProvider time) : IMessageSender
{
    /// <summary>The suffix of a queue's name that addresses its dead letters.</summary>
    public const string DeadLetters = "/$deadletterqueue";

    // A timer cannot wait for arbitrarily long. After this time a receiver checks again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> arrivals = [];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
    public async Task Send(Message message, CancellationToken cancellation = default)
    {
        var body = JsonSerializer.Serialize(message, MessageJson.Default.Message);
        await database.Write(session => new SqliteMessages(session, Now).Add(message, body), cancellation);
        Wake(message.Queue);
    }

    /// <summary>Waits for a message that is due and locks it for <see cref="QueuePolicy.Lock"/>.</summary>
    public async Task<Delivery> Receive(string queue, CancellationToken cancellation = default)
    {
        while (true)
        {
            // Obtained before the query, so that a message that arrives during the query is not missed.
            var arrival = arrivals.GetOrAdd(queue, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            var next = await database.Read(session => SqliteMessages.NextDue(session, queue));
            if (next <= Now)
            {
                var (delivery, deadLettered) = await database.Write(session => new SqliteMessages(session, Now).Take(queue), cancellation);
                if (deadLettered)
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

    /// <summary>Removes the message. Returns false if the lock was lost; another consumer may then have the message.</summary>
    public Task<bool> Complete(Delivery delivery, CancellationToken cancellation = default) =>
        database.Write(session => new SqliteMessages(session, Now).Remove(delivery.LockToken), cancellation);

    /// <summary>
    /// Makes the message due again or, after <see cref="QueuePolicy.MaximumDeliveries"/>, dead-letters it. A dead letter is due again after
    /// a pause of at most a minute. Returns false if the lock was lost.
    /// </summary>
    public async Task<bool> Abandon(Delivery delivery, string reason, CancellationToken cancellation = default)
    {
        var held = await database.Write(session => new SqliteMessages(session, Now).Abandon(delivery, reason), cancellation);
        Wake(delivery.Queue);
        Wake(delivery.Queue + DeadLetters);
        return held;
    }

    /// <summary>Extends the lock by <see cref="QueuePolicy.Lock"/>. Returns false if the lock was lost.</summary>
    public Task<bool> Renew(Delivery delivery, CancellationToken cancellation = default) =>
        database.Write(session => new SqliteMessages(session, Now).Renew(delivery.LockToken), cancellation);

    /// <summary>
    /// Releases all locks and returns their number. For the start of a host, when the holders of the locks are gone. Their deliveries still
    /// count.
    /// </summary>
    public async Task<int> ReleaseLocks(CancellationToken cancellation = default)
    {
        var released = await database.Write(session => new SqliteMessages(session, Now).Release(), cancellation);
        foreach (var queue in arrivals.Keys)
            Wake(queue);
        return released;
    }

    /// <summary>Counts the messages of each queue that is not empty, ordered by name.</summary>
    public Task<IReadOnlyList<QueueCount>> Count() => database.Read(SqliteMessages.Count);
    public Task Probe(CancellationToken cancellation = default) =>
        database.Read(session => session.Query("SELECT 1 FROM messages LIMIT 1", _ => true));

    private void Wake(string queue)
    {
        if (arrivals.TryRemove(queue, out var arrival))
            arrival.TrySetResult();
    }
}
