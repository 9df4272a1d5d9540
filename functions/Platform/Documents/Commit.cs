using System.Collections.Immutable;
using System.Text.Json;

namespace SneakerCheck.Platform.Documents;

/// <summary>How a commit ended. Nothing of it is written unless it is <see cref="Committed"/>.</summary>
public enum CommitOutcome
{
    /// <summary>Every operation took effect.</summary>
    Committed,

    /// <summary>A document to be created is there already.</summary>
    Exists,

    /// <summary>A document to be replaced, deleted or incremented is not there.</summary>
    Missing,

    /// <summary>A document has another etag than the one given.</summary>
    Changed,

    /// <summary>An increment would pass its bound.</summary>
    OutOfBounds,
}

/// <summary>How a commit ended and where.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Operation">The index of the first operation that did not hold; −1 when committed.</param>
/// <param name="ETags">After success, the new etag of each operation's document; empty text for a deletion.</param>
public sealed record CommitResult(CommitOutcome Outcome, int Operation, ImmutableArray<string> ETags)
{
    /// <summary>Whether every operation took effect.</summary>
    public bool IsCommitted => Outcome == CommitOutcome.Committed;

    /// <summary>A commit of which nothing was written.</summary>
    public static CommitResult Failed(CommitOutcome outcome, int operation) => new(outcome, operation, []);
}

/// <summary>What an increment must not pass.</summary>
/// <param name="AtMost">The greatest value allowed afterwards.</param>
/// <param name="AtMostField">A field of the same value that holds the greatest value allowed afterwards.</param>
/// <param name="AtLeast">The least value allowed afterwards.</param>
public sealed record IncrementBound(long? AtMost = null, string? AtMostField = null, long? AtLeast = null);

/// <summary>One operation of a commit.</summary>
/// <param name="Id">The document's id within the commit's partition.</param>
public abstract record CommitOperation(string Id)
{
    /// <summary>Creates a document that is not there yet.</summary>
    public sealed record Create(string Id, string Kind, byte[] Value, long? SecondsToLive) : CommitOperation(Id);

    /// <summary>Replaces a document whose etag is still the one given.</summary>
    public sealed record Replace(string Id, string Kind, byte[] Value, string ETag, long? SecondsToLive) : CommitOperation(Id);

    /// <summary>Deletes a document; with an etag, only that version.</summary>
    public sealed record Delete(string Id, string? ETag) : CommitOperation(Id);

    /// <summary>Adds to a whole number inside a document, within a bound, without reading it first.</summary>
    public sealed record Increment(string Id, string Field, long By, IncrementBound? Bound) : CommitOperation(Id);
}

/// <summary>
/// Operations on one partition that take effect together or not at all. At most 100, at most one per document. A partition and
/// an id are 1 to 1,023 bytes of UTF-8 without <c>/</c>, <c>\</c>, <c>?</c>, <c>#</c> and control characters; others are
/// refused with <see cref="ArgumentException"/>.
/// </summary>
/// <param name="partition">The partition that all of them are in.</param>
public sealed class Commit(string partition)
{
    /// <summary>The most operations one commit may hold: Cosmos DB's limit for a transactional batch.</summary>
    public const int MaximumOperations = 100;

    private readonly List<CommitOperation> operations = [];

    /// <summary>The partition that all operations are in.</summary>
    public string Partition { get; } = DocumentAddress.IsAllowed(partition)
        ? partition
        : throw new ArgumentException($"'{partition}' cannot be a partition.", nameof(partition));

    /// <summary>The operations, in the order they were added.</summary>
    public IReadOnlyList<CommitOperation> Operations => operations;

    /// <summary>Adds the creation of a document; it expires after <paramref name="timeToLive"/>, if given, rounded up to seconds.</summary>
    public Commit Create<T>(DocumentKind<T> kind, string id, T value, TimeSpan? timeToLive = null) =>
        Add(new CommitOperation.Create(id, kind.Name, JsonSerializer.SerializeToUtf8Bytes(value, kind.Json), Seconds(timeToLive)));

    /// <summary>Adds the replacement of a document's value, if its etag is still <paramref name="etag"/>.</summary>
    public Commit Replace<T>(DocumentKind<T> kind, string id, T value, string etag, TimeSpan? timeToLive = null) =>
        Add(new CommitOperation.Replace(id, kind.Name, JsonSerializer.SerializeToUtf8Bytes(value, kind.Json), etag, Seconds(timeToLive)));

    /// <summary>Adds the replacement of a document by a later value.</summary>
    public Commit Replace<T>(DocumentKind<T> kind, Document<T> document, T value, TimeSpan? timeToLive = null) =>
        Replace(kind, document.Id, value, document.ETag, timeToLive);

    /// <summary>Adds the deletion of a document; with <paramref name="etag"/>, only of that version.</summary>
    public Commit Delete(string id, string? etag = null) => Add(new CommitOperation.Delete(id, etag));

    /// <summary>
    /// Adds <paramref name="by"/> to a whole number of a document, unless that would pass the bound. A missing field counts as
    /// 0, a missing bound field as passed. As any write, it begins a time to live anew.
    /// </summary>
    public Commit Increment(string id, string field, long by, IncrementBound? bound = null) =>
        Condition.IsField(field) && (bound?.AtMostField is not { } other || Condition.IsField(other))
            ? Add(new CommitOperation.Increment(id, field, by, bound))
            : throw new ArgumentException($"'{field}' or its bound is not a field path.", nameof(field));

    private static long? Seconds(TimeSpan? timeToLive)
    {
        if (timeToLive <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeToLive), "A time to live is positive.");
        return timeToLive is { } given ? (long)Math.Ceiling(given.TotalSeconds) : null;
    }

    private Commit Add(CommitOperation operation)
    {
        if (!DocumentAddress.IsAllowed(operation.Id))
            throw new ArgumentException($"'{operation.Id}' cannot be an id.", nameof(operation));
        if (operations.Count == MaximumOperations)
            throw new InvalidOperationException($"A commit holds at most {MaximumOperations} operations.");
        if (operations.Exists(earlier => earlier.Id == operation.Id))
            throw new InvalidOperationException($"A commit changes '{operation.Id}' at most once.");
        operations.Add(operation);
        return this;
    }
}
