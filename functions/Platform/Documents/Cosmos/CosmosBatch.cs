using System.Net;
using Microsoft.Azure.Cosmos;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>Sends a commit as a transactional batch, which Cosmos DB executes entirely or not at all.</summary>
internal static class CosmosBatch
{
    /// <summary>Builds a batch and sends it once. A retry calls this again, because the SDK cannot send a batch twice.</summary>
    /// <exception cref="CosmosException">The service failed, or rejected the batch for a reason that is not an outcome.</exception>
    public static async Task<CommitResult> Send(Container container, Commit commit, CancellationToken cancellation)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(commit.Partition));
        foreach (var operation in commit.Operations)
            batch = Add(batch, commit.Partition, operation);
        using var response = await batch.ExecuteAsync(cancellation);
        return ToResult(commit.Operations, response);
    }

    private static TransactionalBatch Add(TransactionalBatch batch, string partition, CommitOperation operation) => operation switch
    {
        CommitOperation.Create create => batch.CreateItemStream(
            CosmosItem.Write(partition, create.Id, create.Kind, create.Value, create.SecondsToLive),
            new() { EnableContentResponseOnWrite = false }),
        CommitOperation.Replace replace => batch.ReplaceItemStream(
            replace.Id,
            CosmosItem.Write(partition, replace.Id, replace.Kind, replace.Value, replace.SecondsToLive),
            new() { IfMatchEtag = CosmosItem.ToHeader(replace.ETag), EnableContentResponseOnWrite = false }),
        CommitOperation.Delete delete => batch.DeleteItem(
            delete.Id,
            new() { IfMatchEtag = delete.ETag is null ? null : CosmosItem.ToHeader(delete.ETag) }),
        CommitOperation.Increment increment => batch.PatchItem(
            increment.Id,
            [PatchOperation.Increment("/data/" + increment.Field.Replace('.', '/'), increment.By)],
            new() { FilterPredicate = CosmosQuery.Predicate(increment), EnableContentResponseOnWrite = false }),
        _ => throw new NotSupportedException(operation.GetType().Name),
    };

    private static CommitResult ToResult(IReadOnlyList<CommitOperation> operations, TransactionalBatchResponse response)
    {
        if (response.IsSuccessStatusCode)
            return new(CommitOutcome.Committed, -1, [.. operations.Select((operation, index) =>
                operation is CommitOperation.Delete ? "" : CosmosItem.FromHeader(response[index].ETag))]);

        // The other operations of a failed batch have status 424 (failed dependency).
        var failed = Enumerable.Range(0, Math.Min(response.Count, operations.Count))
            .FirstOrDefault(
                index => !response[index].IsSuccessStatusCode && response[index].StatusCode != HttpStatusCode.FailedDependency, -1);
        var outcome = failed < 0 || !CosmosDocuments.IsAboutItem(response.Headers)
            ? null
            : (response[failed].StatusCode, operations[failed]) switch
            {
                (HttpStatusCode.Conflict, CommitOperation.Create) => CommitOutcome.Exists,
                (HttpStatusCode.NotFound, not CommitOperation.Create) => CommitOutcome.Missing,
                (HttpStatusCode.PreconditionFailed, CommitOperation.Increment) => CommitOutcome.OutOfBounds,
                (HttpStatusCode.PreconditionFailed, not CommitOperation.Create) => CommitOutcome.Changed,
                _ => (CommitOutcome?)null,
            };
        return outcome is { } known
            ? CommitResult.Failed(known, failed)
            : throw new CosmosException(
                response.ErrorMessage ?? $"The batch was rejected with status {(int)response.StatusCode}.",
                response.StatusCode, 0, response.ActivityId, response.RequestCharge);
    }
}
