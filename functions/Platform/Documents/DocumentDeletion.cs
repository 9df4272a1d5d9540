namespace SneakerCheck.Platform.Documents;

/// <summary>Deletes documents by kind.</summary>
public static class DocumentDeletion
{
    /// <summary>Deletes every document of a kind in a partition.</summary>
    public static async Task DeleteAll<T>(
        this IDocuments documents, DocumentKind<T> kind, string partition, CancellationToken cancellation)
    {
        var query = new DocumentQuery { Partition = partition, Limit = Commit.MaximumOperations };
        while ((await documents.Query(kind, query, cancellation)).Items is { IsEmpty: false } found)
        {
            var all = new Commit(partition);
            foreach (var document in found)
                all.Delete(document.Id);
            if ((await documents.Commit(all, cancellation)).IsCommitted)
                continue;
            // One of them has expired or was deleted meanwhile, so that none was deleted now.
            foreach (var document in found)
                await documents.Commit(new Commit(partition).Delete(document.Id), cancellation);
        }
    }
}
