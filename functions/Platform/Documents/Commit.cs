using System.Collections.Immutable;
using System.Text.Json;

namespace SneakerCheck.Platform.Documents;

/// <summary>The outcome of a commit. Nothing is written unless it is <see cref="Committed"/>.</summary>
public enum CommitOutcome
{
    /// <summary>Every operation took effect.</summary>
    Committed,

    /// <summary>A document to create already exists.</summary>
    Exists,

    /// <summary>A document to replace, delete or increment does not exist.</summary>
    Missing,

    /// <summary>A document's etag is not the expected one.</summary>
    Changed,

    /// <summary>An increment would exceed its bound.</summary>
    OutOfBounds,
}

/// <summary>The result of a commit.</summary>
/// <param name="Operation">The index of the first operation that failed; −1 when committed.</param>
/// <param name="ETags">After success, the new etag of each operation's document; an empty string for a deletion.</param>
public sealed record CommitResult(CommitOutcome Outcome, int Operation, ImmutableArray<string> ETags)
{
    public bool IsCommitted => Outcome == CommitOutcome.Committed;

    public static CommitResult Failed(CommitOutcome outcome, int operation) => new(outcome, operation, []);
}

/// <summary>The limits of an increment. Each is checked against the value after it.</summary>
/// <param name="AtMost">The maximum.</param>
/// <param name="AtMostField">A field of the same document that holds the maximum.</param>
/// <param name="AtLeast">The minimum.</param>
public sealed record IncrementBound(long? AtMost = null, string? AtMostField = null, long? AtLeast = null);

/// <summary>One operation of a commit.</summary>
/// <param name="Id">The document's id within the commit's partition.</param>
public abstract record CommitOperation(string Id)
{
    /// <summary>Creates a document that must not exist yet.</summary>
    public sealed record Create(string Id, string Kind, byte[] Value, long? SecondsToLive) : CommitOperation(Id);

    /// <summary>Replaces a document if its etag is unchanged.</summary>
    public sealed record Replace(string Id, string Kind, byte[] Value, string ETag, long? SecondsToLive) : CommitOperation(Id);

    /// <summary>Deletes a document. With an etag, only that version.</summary>
    public sealed record Delete(string Id, string? ETag) : CommitOperation(Id);

    /// <summary>Adds to an integer field of a document, within a bound, without reading the document first.</summary>
    public sealed record Increment(string Id, string Field, long By, IncrementBound? Bound) : CommitOperation(Id);
}

/// <summary>
/// Operations on one partition that take effect together or not at all. At most 100, and at most one per document. Partitions and
/// ids are 1 to 1,023 bytes of UTF-8 without <c>/</c>, <c>\</c>, <c>?</c>, <c>#</c> and control characters; any other is an
/// <see cref="ArgumentException"/>.
/// </summary>
public sealed class Commit(string partition)
{
    /// <summary>Cosmos DB's limit for a transactional batch.</summary>
    public const int MaximumOperations = 100;

    private readonly List<CommitOperation> operations = [];

    public string Partition { get; } = DocumentAddress.IsAllowed(partition)
        ? partition
        : throw new ArgumentException($"'{partition}' is not a valid partition.", nameof(partition));

    public IReadOnlyList<CommitOperation> Operations => operations;

    /// <summary>Creates a document. It expires after <paramref name="timeToLive"/>, if given, rounded up to seconds.</summary>
    public Commit Create<T>(DocumentKind<T> kind, string id, T value, TimeSpan? timeToLive = null) =>
        Add(new CommitOperation.Create(id, kind.Name, JsonSerializer.SerializeToUtf8Bytes(value, kind.Json), Seconds(timeToLive)));

    /// <summary>Replaces a document's value if its etag is still <paramref name="etag"/>.</summary>
    public Commit Replace<T>(DocumentKind<T> kind, string id, T value, string etag, TimeSpan? timeToLive = null) =>
        Add(new CommitOperation.Replace(id, kind.Name, JsonSerializer.SerializeToUtf8Bytes(value, kind.Json), etag, Seconds(timeToLive)));

    /// <summary>Replaces a document's value if it has not changed since it was read.</summary>
    public Commit Replace<T>(DocumentKind<T> kind, Document<T> document, T value, TimeSpan? timeToLive = null) =>
        Replace(kind, document.Id, value, document.ETag, timeToLive);

    /// <summary>Deletes a document. With <paramref name="etag"/>, only that version.</summary>
    public Commit Delete(string id, string? etag = null) => Add(new CommitOperation.Delete(id, etag));

    /// <summary>
    /// Adds <paramref name="by"/> to an integer field, unless the result would exceed the bound. A missing field counts as 0. If the
    /// bound's field is missing, the bound counts as exceeded. Like any write, it restarts the time to live.
    /// </summary>
    public Commit Increment(string id, string field, long by, IncrementBound? bound = null) =>
        Condition.IsField(field) && (bound?.AtMostField is not { } other || Condition.IsField(other))
            ? Add(new CommitOperation.Increment(id, field, by, bound))
            : throw new ArgumentException($"'{field}' or its bound is not a field path.", nameof(field));

    private static long? Seconds(TimeSpan? timeToLive)
    {
        if (timeToLive <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeToLive), "A time to live must be positive.");
        return timeToLive is { } given ? (long)Math.Ceiling(given.TotalSeconds) : null;
    }

    private Commit Add(CommitOperation operation)
    {
        if (!DocumentAddress.IsAllowed(operation.Id))
            throw new ArgumentException($"'{operation.Id}' is not a valid id.", nameof(operation));
        if (operations.Count == MaximumOperations)
            throw new InvalidOperationException($"A commit holds at most {MaximumOperations} operations.");
        if (operations.Exists(earlier => earlier.Id == operation.Id))
            throw new InvalidOperationException($"A commit changes '{operation.Id}' at most once.");
        operations.Add(operation);
        return this;
    }
}
