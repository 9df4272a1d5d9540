using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Documents;

internal enum DocumentOperation
{
    Read,
    ReadMany,
    Query,
    Count,
    Commit,
}

/// <summary>A call to the store.</summary>
/// <param name="Kind">The kind of document. For a commit its operations: + creates, = replaces, - deletes, * increments.</param>
/// <param name="Partition">Null for all partitions.</param>
/// <param name="Found">The number of documents returned.</param>
/// <param name="Bytes">The size of their values.</param>
internal sealed record DocumentCall(
    DocumentOperation Operation, string Kind, string? Partition, DocumentQuery? Query = null, Commit? Commit = null, int Found = 0,
    int Bytes = 0);

/// <summary>Records all calls and passes them on.</summary>
internal sealed class RecordingDocuments(IDocuments documents) : IDocuments
{
    private readonly ConcurrentQueue<DocumentCall> calls = new();

    /// <summary>Every call since the last <see cref="Forget"/>, in the order of their completion.</summary>
    public IReadOnlyList<DocumentCall> Calls => [.. calls];

    public int Reads => Of(DocumentOperation.Read);

    public int Queries => Of(DocumentOperation.Query) + Of(DocumentOperation.Count);

    public int Commits => Of(DocumentOperation.Commit);

    public void Forget() => calls.Clear();

    public async Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation)
    {
        var found = await documents.Read(kind, partition, id, cancellation);
        Note(DocumentOperation.Read, kind, partition, null, found is null ? [] : [found]);
        return found;
    }

    public async Task<ImmutableArray<Document<T>>> ReadMany<T>(
        DocumentKind<T> kind, IReadOnlyCollection<DocumentPlace> places, CancellationToken cancellation)
    {
        var found = await documents.ReadMany(kind, places, cancellation);
        Note(DocumentOperation.ReadMany, kind, null, null, found);
        return found;
    }

    public async Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation)
    {
        var page = await documents.Query(kind, query, cancellation);
        Note(DocumentOperation.Query, kind, query.Partition, query, page.Items);
        return page;
    }

    public async Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation)
    {
        calls.Enqueue(new DocumentCall(DocumentOperation.Count, kind.Name, query.Partition, query));
        return await documents.Count(kind, query, cancellation);
    }

    public async Task<CommitResult> Commit(Commit commit, CancellationToken cancellation)
    {
        calls.Enqueue(new DocumentCall(DocumentOperation.Commit, KindsOf(commit), commit.Partition, null, commit));
        return await documents.Commit(commit, cancellation);
    }

    public Task Probe(CancellationToken cancellation) => documents.Probe(cancellation);

    private void Note<T>(
        DocumentOperation operation, DocumentKind<T> kind, string? partition, DocumentQuery? query,
            IReadOnlyCollection<Document<T>> found) =>
        calls.Enqueue(new DocumentCall(
            operation,
            kind.Name,
            partition,
            query,
            null,
            found.Count,
            found.Sum(document => JsonSerializer.SerializeToUtf8Bytes(document.Value, kind.Json).Length)));

    private int Of(DocumentOperation operation) => calls.Count(call => call.Operation == operation);

    private static string KindsOf(Commit commit) => string.Join(
        ' ', commit.Operations.Select(operation => operation switch
        {
            CommitOperation.Create create => $"+{create.Kind}",
            CommitOperation.Replace replace => $"={replace.Kind}",
            CommitOperation.Delete => "-",
            _ => "*",
        }));
}
