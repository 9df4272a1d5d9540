using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Documents;

/// <summary>
/// Changes of documents that others may be changing too: read, work out, commit, and begin again where another commit came
/// between. The tries are bounded; between them lie random waits (full jitter), so that rivals part.
/// </summary>
public static class DocumentChanges
{
    /// <summary>The most tries. Of any rivals one succeeds at each round, so a hundred at once are far from it.</summary>
    public const int MostTries = 40;

    private const int LongestWaitMilliseconds = 250;

    /// <summary>Changes one document or makes it.</summary>
    /// <param name="documents">Hold it.</param>
    /// <param name="time">Measures the waits.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="id">Its id.</param>
    /// <param name="change">
    /// Its new value, given the document as it is or null where there is none; called at each try. Null or the very value that
    /// is there writes nothing. What it throws ends the change.
    /// </param>
    /// <returns>The document as it is afterwards; null where there was none and none was made.</returns>
    /// <exception cref="Refusal">503 <c>try_again</c>: others were faster at every try; nothing was written.</exception>
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

    /// <summary>Tries a change until nobody comes between.</summary>
    /// <param name="time">Measures the waits.</param>
    /// <param name="attempt">One try; null: another change came between. What it throws ends the change.</param>
    /// <exception cref="Refusal">503 <c>try_again</c>: others were faster at every try.</exception>
    public static async Task<T> Retry<T>(TimeProvider time, Func<Task<T?>> attempt, CancellationToken cancellation)
        where T : class
    {
        for (var tries = 0; tries < MostTries; tries++)
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
        for (var tries = 0; tries < MostTries; tries++)
        {
            await Wait(tries, time, cancellation);
            if (await attempt() is { } done)
                return done;
        }
        throw Busy();
    }

    /// <summary>Waits before the next try, given how many there were: the first two come at once.</summary>
    public static Task Wait(int tries, TimeProvider time, CancellationToken cancellation)
    {
        if (tries < 2)
            return Task.CompletedTask;
        var longest = Math.Min(1 << Math.Min(tries, 8), LongestWaitMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * longest), time, cancellation);
    }

    /// <summary>503 <c>try_again</c>: others were faster at every try.</summary>
    public static Refusal Busy() => new(503, "try_again", "This is being changed too fast just now. Nothing was done; try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
