using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Documents;

/// <summary>
/// Changes documents with optimistic concurrency: read, compute the new value, commit, and start again after a conflict. The number
/// of attempts is bounded. Waits between them are random (full jitter), so that competing writers spread out.
/// </summary>
public static class DocumentChanges
{
    /// <summary>In each round one of the competing writers succeeds, so that even a hundred at once need far fewer.</summary>
    public const int MaximumAttempts = 40;

    private const int LongestWaitMilliseconds = 250;

    /// <summary>Changes or creates one document.</summary>
    /// <param name="change">
    /// Returns the new value, given the current document or null if there is none. Called once per attempt. If it returns null or the
    /// same instance, nothing is written. An exception ends the change.
    /// </param>
    /// <returns>The document afterwards; null if there was none and none was created.</returns>
    /// <exception cref="Refusal">503 <c>try_again</c>: every attempt met a conflict; nothing was written.</exception>
    public static async Task<Document<T>?> Change<T>(
        this IDocuments documents,
        TimeProvider time,
        DocumentKind<T> kind,
        string partition,
        string id,
        Func<Document<T>?, T?> change,
        CancellationToken cancellation)
        where T : class
    {
        Document<T>? document = null;
        await Retry(time, Try, cancellation);
        return document;

        async Task<bool?> Try()
        {
            document = await documents.Read(kind, partition, id, cancellation);
            if (change(document) is not { } after || ReferenceEquals(after, document?.Value))
                return true;
            var commit = new Commit(partition);
            var result = await documents.Commit(
                document is null ? commit.Create(kind, id, after) : commit.Replace(kind, document, after), cancellation);
            if (!result.IsCommitted)
                return null;
            document = new Document<T>(partition, id, after, result.ETags[0]);
            return true;
        }
    }

    /// <summary>Repeats a change until it meets no conflict.</summary>
    /// <param name="attempt">One attempt; returns null after a conflict. An exception ends the change.</param>
    /// <exception cref="Refusal">503 <c>try_again</c>: every attempt met a conflict.</exception>
    public static async Task<T> Retry<T>(TimeProvider time, Func<Task<T?>> attempt, CancellationToken cancellation)
        where T : class
    {
        for (var tries = 0; tries < MaximumAttempts; tries++)
        {
            await Wait(tries, time, cancellation);
            if (await attempt() is { } done)
                return done;
        }
        throw Busy();
    }

    /// <inheritdoc cref="Retry{T}(TimeProvider, Func{Task{T}}, CancellationToken)"/>
    public static async Task<T> Retry<T>(TimeProvider time, Func<Task<T?>> attempt, CancellationToken cancellation)
        where T : struct
    {
        for (var tries = 0; tries < MaximumAttempts; tries++)
        {
            await Wait(tries, time, cancellation);
            if (await attempt() is { } done)
                return done;
        }
        throw Busy();
    }

    /// <summary>Waits before the next attempt, given the number of earlier ones. The first two follow at once.</summary>
    public static Task Wait(int tries, TimeProvider time, CancellationToken cancellation)
    {
        if (tries < 2)
            return Task.CompletedTask;
        var longest = Math.Min(1 << Math.Min(tries, 8), LongestWaitMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * longest), time, cancellation);
    }

    /// <summary>503 <c>try_again</c>: every attempt met a conflict.</summary>
    public static Refusal Busy() => new(503, "try_again", "Others are changing this at the same time. Nothing was changed. Try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
