using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Local.Messages;

/// <summary>The operations of the queues, within one transaction.</summary>
internal sealed class SqliteMessages(SqliteSession session, long now)
{
    private const string ConsumerLost = "The consumer ended without completing or abandoning the last delivery.";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private static long LockMilliseconds => (long)QueuePolicy.Lock.TotalMilliseconds;

    /// <summary>When the queue's next message is due, in Unix milliseconds; null if the queue is empty.</summary>
    public static long? NextDue(SqliteSession session, string queue) =>
        session.Query("SELECT min(due_at) FROM messages WHERE queue = @queue", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            ("@queue", queue))[0];

    /// <summary>Counts active and dead messages of all queues.</summary>
    public static IReadOnlyList<QueueCount> Count(SqliteSession session) =>
    [
        .. session
            .Query("SELECT queue, count(*) FROM messages GROUP BY queue", row => (Queue: row.GetString(0), Count: row.GetInt64(1)))
            .GroupBy(counted => counted.Queue.Replace(SqliteQueue.DeadLetters, ""), StringComparer.Ordinal)
            .OrderBy(queue => queue.Key, StringComparer.Ordinal)
            .Select(queue => new QueueCount(
                queue.Key,
                queue.Where(counted => !IsDead(counted.Queue)).Sum(counted => counted.Count),
                queue.Where(counted => IsDead(counted.Queue)).Sum(counted => counted.Count))),
    ];

    /// <summary>Adds a message unless one with the same key was sent within the duplicate detection window.</summary>
    public bool Add(Message message, string body)
    {
        session.Execute("DELETE FROM message_keys WHERE forget_at <= @now", ("@now", now));
        var isNew = session.Execute(
            "INSERT INTO message_keys (queue, key, forget_at) VALUES (@queue, @key, @forget) ON CONFLICT DO NOTHING",
            ("@queue", message.Queue), ("@key", message.Key), ("@forget", now + (long)QueuePolicy.DuplicateWindow.TotalMilliseconds)) == 1;
        if (isNew)
            session.Execute(
                "INSERT INTO messages (queue, key, body, due_at) VALUES (@queue, @key, @body, @due)",
                ("@queue", message.Queue), ("@key", message.Key), ("@body", body),
                ("@due", message.NotBefore?.ToUnixTimeMilliseconds() ?? now));
        return isNew;
    }

    /// <summary>Locks the first message that is due. Messages before it that have no delivery left are dead-lettered.</summary>
    public (Delivery? Delivery, bool DeadLettered) Take(string queue)
    {
        for (var deadLettered = false; ; deadLettered = true)
        {
            var due = session.Query(
                "SELECT sequence, delivery_count FROM messages WHERE queue = @queue AND due_at <= @now ORDER BY sequence LIMIT 1",
                row => (Sequence: row.GetInt64(0), Deliveries: row.GetInt64(1)), ("@queue", queue), ("@now", now));
            if (due is not [var (sequence, deliveries)])
                return (null, deadLettered);
            if (deliveries < QueuePolicy.MaximumDeliveries || IsDead(queue))
                return (Lock(queue, sequence), deadLettered);
            DeadLetter("sequence = @sequence", ConsumerLost, ("@sequence", sequence));
        }
    }

    /// <summary>Removes a message if this lock still holds.</summary>
    public bool Remove(string token) => session.Execute("DELETE FROM messages WHERE lock_token = @token", ("@token", token)) == 1;

    /// <summary>Abandons the message: it is due at once, is dead-lettered, or, if it is a dead letter, is due after a pause.</summary>
    public bool Abandon(Delivery delivery, string reason)
    {
        if (!IsDead(delivery.Queue) && delivery.DeliveryCount >= QueuePolicy.MaximumDeliveries)
            return DeadLetter("lock_token = @token", reason, ("@token", delivery.LockToken)) == 1;
        var pause = IsDead(delivery.Queue)
            ? TimeSpan.FromSeconds(Math.Min(Math.Pow(2, delivery.DeliveryCount - 1), LongestPause.TotalSeconds))
            : TimeSpan.Zero;
        return session.Execute(
            "UPDATE messages SET lock_token = NULL, due_at = @due, reason = @reason WHERE lock_token = @token",
            ("@due", now + (long)pause.TotalMilliseconds), ("@reason", reason), ("@token", delivery.LockToken)) == 1;
    }

    /// <summary>Extends a lock.</summary>
    public bool Renew(string token) => session.Execute(
        "UPDATE messages SET due_at = @until WHERE lock_token = @token", ("@until", now + LockMilliseconds), ("@token", token)) == 1;

    /// <summary>Releases all locks. Messages without a delivery left are dead-lettered.</summary>
    public int Release()
    {
        var deadLettered = DeadLetter(
            $"lock_token IS NOT NULL AND delivery_count >= @most AND queue NOT LIKE '%{SqliteQueue.DeadLetters}'",
            ConsumerLost, ("@most", (long)QueuePolicy.MaximumDeliveries));
        return deadLettered + session.Execute(
            "UPDATE messages SET lock_token = NULL, due_at = @now WHERE lock_token IS NOT NULL", ("@now", now));
    }

    private static bool IsDead(string queue) => queue.EndsWith(SqliteQueue.DeadLetters, StringComparison.Ordinal);

    private Delivery Lock(string queue, long sequence)
    {
        var token = Guid.NewGuid().ToString("N");
        return session.Query(
            """
            UPDATE messages SET lock_token = @token, due_at = @until, delivery_count = delivery_count + 1
            WHERE sequence = @sequence RETURNING key, delivery_count, body
            """,
            row => new Delivery(queue, row.GetString(0), token, row.GetInt32(1), row.GetString(2)),
            ("@token", token), ("@until", now + LockMilliseconds), ("@sequence", sequence))[0];
    }

    // A dead letter keeps its place in the order. Its deliveries are counted from zero, because its handler is another consumer.
    private int DeadLetter(string which, string reason, (string, object?) value) => session.Execute(
        $"""
        UPDATE messages SET queue = queue || '{SqliteQueue.DeadLetters}', lock_token = NULL, due_at = @now, delivery_count = 0,
          reason = @reason
        WHERE {which}
        """,
        ("@now", now), ("@reason", reason), value);
}
