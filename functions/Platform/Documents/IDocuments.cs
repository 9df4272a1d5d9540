
namespace SneakerCheck.Platform.Documents;

/// <summary>
/// The one store of documents, shaped by what Cosmos DB does well. Two adapters, <c>CosmosDocuments</c> and
/// <c>SqliteDocuments</c>, pass one behaviour suite. A document past its time to live is treated as deleted.
/// Transient errors are retried inside; after that the SDK's own exception is thrown.
/// </summary>
public interface IDocuments
{
    /// <summary>Reads one document; null where there is none of that kind.</summary>
    Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default);

    /// <summary>
    /// Reads two documents of one partition, in one go where that is cheaper; each is null where there is none of that kind. They
    /// may be of different moments.
    /// </summary>
    async Task<(Document<TFirst>? First, Document<TSecond>? Second)> ReadPair<TFirst, TSecond>(
        string partition,
        (DocumentKind<TFirst> Kind, string Id) first,
        (DocumentKind<TSecond> Kind, string Id) second,
        CancellationToken cancellation = default)
    {
        // Cosmos DB answers two reads of known documents at once for less than one query that finds both.
        var one = Read(first.Kind, partition, first.Id, cancellation);
        var other = Read(second.Kind, partition, second.Id, cancellation);
        return (await one, await other);
    }

    /// <summary>Finds a page of documents of one kind.</summary>
    /// <exception cref="ArgumentException">The continuation is not one of this query's.</exception>
    Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default);

    /// <summary>Counts the documents of one kind that meet the query's conditions; order, limit and continuation play no part.</summary>
    Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default);

    /// <summary>Carries out all operations or none. The outcome is an answer, not an exception.</summary>
    Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default);

    /// <summary>Throws unless the store answers.</summary>
    Task Probe(CancellationToken cancellation = default);
}
