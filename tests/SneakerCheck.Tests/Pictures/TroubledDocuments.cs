using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Documents that fail or change at moments that a test chooses.</summary>
internal sealed class TroubledDocuments(IDocuments documents) : IDocuments
{
    public Func<CommitResult?>? OnCommit { get; set; }

    public Func<Task>? BeforeCommit { get; set; }

    public Func<string, Task>? BeforeRead { get; set; }

    public Func<string, bool>? IsMissing { get; set; }

    public async Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation)
    {
        if (BeforeRead is { } before)
            await before(kind.Name);
        return IsMissing?.Invoke(kind.Name) == true ? null : await documents.Read(kind, partition, id, cancellation);
    }

    public Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation) =>
        documents.Query(kind, query, cancellation);

    public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation) =>
        documents.Count(kind, query, cancellation);

    public async Task<CommitResult> Commit(Commit commit, CancellationToken cancellation)
    {
        if (BeforeCommit is { } before)
            await before();
        return OnCommit?.Invoke() ?? await documents.Commit(commit, cancellation);
    }

    public Task Probe(CancellationToken cancellation) => documents.Probe(cancellation);
}
