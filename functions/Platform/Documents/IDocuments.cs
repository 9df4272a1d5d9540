using System.Collections.Immutable;

namespace SneakerCheck.Platform.Documents;

/// <summary>
/// The product's one document store, designed around what Cosmos DB does well. Its two adapters, <c>CosmosDocuments</c> and
/// <c>SqliteDocuments</c>, pass the same behaviour suite. An expired document is treated as deleted. Adapters retry transient
/// errors. A store that cannot be reached, read or written is a <see cref="Errors.StoreUnavailableException"/>. Any other failure is a
/// mistake of ours, and the exception of the store's own library.
/// </summary>
public interface IDocuments
{
    /// <summary>Reads one document; null if there is none of that kind.</summary>
    Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default);

    /// <summary>
    /// Reads two documents of one partition, together where that is cheaper. Each is null if there is none of that kind. The two may
    /// be read at different moments.
    /// </summary>
    async Task<(Document<TFirst>? First, Document<TSecond>? Second)> ReadPair<TFirst, TSecond>(
        string partition,
        (DocumentKind<TFirst> Kind, string Id) first,
        (DocumentKind<TSecond> Kind, string Id) second,
        CancellationToken cancellation = default)
    {
        // In Cosmos DB two parallel point reads cost less than one query that finds both.
        var one = Read(first.Kind, partition, first.Id, cancellation);
        var other = Read(second.Kind, partition, second.Id, cancellation);
        return (await one, await other);
    }

    /// <summary>
    /// Reads many documents of one kind, in any partitions, together where that is cheaper. Returns those that exist, in no order. They
    /// may be read at different moments.
    /// </summary>
    async Task<ImmutableArray<Document<T>>> ReadMany<T>(
        DocumentKind<T> kind, IReadOnlyCollection<DocumentPlace> places, CancellationToken cancellation = default) =>
        [.. (await Task.WhenAll(places.Distinct().Select(place => Read(kind, place.Partition, place.Id, cancellation))))
            .OfType<Document<T>>()];

    /// <summary>Finds a page of documents of one kind.</summary>
    /// <exception cref="ArgumentException">The continuation does not belong to this query.</exception>
    Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default);

    /// <summary>Counts the documents of one kind that meet the query's conditions. Order, limit and continuation are ignored.</summary>
    Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default);

    /// <summary>
    /// Executes all operations or none. A conflict is an outcome of the result, not an exception. After an exception it is unknown in
    /// Cosmos DB whether the commit took effect, because its reply may be lost; in SQLite it did not.
    /// </summary>
    Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default);

    /// <summary>Throws unless the store answers and can be written.</summary>
    Task Probe(CancellationToken cancellation = default);
}
