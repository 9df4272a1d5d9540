using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Lets something else happen right before one commit or right after one read, once.</summary>
internal sealed class InterruptedDocuments(IDocuments documents) : IDocuments
{
    private readonly TaskCompletionSource interrupted = new();
    private (string Partition, Func<Task> Work)? beforeCommit;
    private (string Kind, Func<Task> Work)? betweenReads;

    /// <summary>Before the next commit whose partition begins so.</summary>
    public void BeforeCommit(string partition, Func<Task> work) => beforeCommit = (partition, work);

    /// <summary>After the next read of this kind; reads of other kinds wait for it.</summary>
    public void BetweenReads(string kind, Func<Task> work) => betweenReads = (kind, work);

    public async Task<CommitResult> Commit(Commit commit, CancellationToken cancellation)
    {
        if (beforeCommit is { } interruption && commit.Partition.StartsWith(interruption.Partition, StringComparison.Ordinal))
        {
            beforeCommit = null;
            await interruption.Work();
        }
        return await documents.Commit(commit, cancellation);
    }

    public async Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation)
    {
        if (betweenReads is not { } interruption)
            return await documents.Read(kind, partition, id, cancellation);
        if (kind.Name != interruption.Kind)
        {
            await interrupted.Task;
            return await documents.Read(kind, partition, id, cancellation);
        }
        var found = await documents.Read(kind, partition, id, cancellation);
        await interruption.Work();
        betweenReads = null;
        interrupted.SetResult();
        return found;
    }

    public Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation) =>
        documents.Query(kind, query, cancellation);

    public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation) =>
        documents.Count(kind, query, cancellation);

    public Task Probe(CancellationToken cancellation) => documents.Probe(cancellation);
}
