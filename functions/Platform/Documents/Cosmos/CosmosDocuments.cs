using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Azure.Core;
using Microsoft.Azure.Cosmos;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>
/// Documents in a Cosmos DB container. An operation that still fails after a few retries throws
/// <see cref="Errors.StoreUnavailableException"/>, or <see cref="CosmosException"/> if the request itself is at fault. It is then unknown
/// whether a commit took effect, so callers must be idempotent.
/// </summary>
public sealed class CosmosDocuments(Container container, TimeProvider time) : IDocuments
{
    private readonly CosmosRetry retry = new(time);

    /// <summary>Connects to the container in the options. Call it once per process.</summary>
    /// <param name="credential">Used unless the options hold a key.</param>
    /// <exception cref="ArgumentException">The options name no endpoint.</exception>
    public static CosmosDocuments Connect(DocumentsOptions options, TokenCredential credential, TimeProvider time)
    {
        var endpoint = options.CosmosEndpoint ?? throw new ArgumentException("Documents:CosmosEndpoint is not set.", nameof(options));
        var hasKey = !string.IsNullOrEmpty(options.CosmosKey);
        var settings = new CosmosClientOptions
        {
            ApplicationName = "sneakercheck",
            ConnectionMode = options.CosmosGateway ? ConnectionMode.Gateway : ConnectionMode.Direct,
            // The emulator advertises an address of its own, which is often not reachable from here.
            LimitToEndpoint = hasKey,
        };
        var client = hasKey ? new CosmosClient(endpoint, options.CosmosKey, settings) : new CosmosClient(endpoint, credential, settings);
        return new(client.GetContainer(options.CosmosDatabase, options.CosmosContainer), time);
    }

    public async Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default)
    {
        if (!DocumentAddress.IsAllowed(partition) || !DocumentAddress.IsAllowed(id))
            return null;
        return await retry.Repeatable(
            async token =>
            {
                using var response = await container.ReadItemStreamAsync(id, new PartitionKey(partition), null, token);
                if (response.StatusCode == HttpStatusCode.NotFound && IsAboutItem(response.Headers))
                    return null;
                using var item = await Parse(response, token);
                return CosmosItem.Read(kind, item.RootElement);
            },
            cancellation);
    }

    public async Task<ImmutableArray<Document<T>>> ReadMany<T>(
        DocumentKind<T> kind, IReadOnlyCollection<DocumentPlace> places, CancellationToken cancellation = default)
    {
        List<(string, PartitionKey)> items =
        [
            .. places.Distinct().Where(place => DocumentAddress.IsAllowed(place.Partition) && DocumentAddress.IsAllowed(place.Id))
                .Select(place => (place.Id, new PartitionKey(place.Partition))),
        ];
        if (items.Count == 0)
            return [];
        // One request for each physical partition, each charged for its documents alone.
        return await retry.Repeatable(
            async token =>
            {
                using var response = await container.ReadManyItemsStreamAsync(items, null, token);
                using var found = await Parse(response, token);
                return found.RootElement.GetProperty("Documents").EnumerateArray()
                    .Select(item => CosmosItem.Read(kind, item)).OfType<Document<T>>().ToImmutableArray();
            },
            cancellation);
    }

    public async Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default)
    {
        query.Validate();
        var position = Continuation.Read(kind.Name, query);
        List<Document<T>> items = [];
        do
        {
            // The service may return short or even empty pages before the last one.
            var (found, next) = await retry.Repeatable(
                async token => await ReadPage(kind, query, query.Limit - items.Count, position, token), cancellation);
            items.AddRange(found);
            position = next;
        }
        while (position is not null && items.Count < query.Limit);
        return new([.. items], position is null ? null : Continuation.Write(kind.Name, query, position));
    }

    public async Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default) =>
        await retry.Repeatable(
            async token =>
            {
                using var pages = container.GetItemQueryStreamIterator(CosmosQuery.Count(kind.Name, query), null, InPartition(query));
                var count = 0L;
                while (pages.HasMoreResults)
                {
                    using var response = await pages.ReadNextAsync(token);
                    using var page = await Parse(response, token);
                    count += page.RootElement.GetProperty("Documents").EnumerateArray().Sum(part => part.GetInt64());
                }
                return count;
            },
            cancellation);

    public async Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default) => commit.Operations.Count == 0
        ? new(CommitOutcome.Committed, -1, [])
        : await retry.Write(async token => await CosmosBatch.Send(container, commit, token), cancellation);

    // Reading would find a service well that takes no writes. Nobody reads this document, and it is gone soon after the last probe.
    public Task Probe(CancellationToken cancellation = default) => retry.Repeatable(
        async token =>
        {
            using var item = CosmosItem.Write("probe", "probe", "probe", "{}"u8.ToArray(), 60);
            using var response = await container.UpsertItemStreamAsync(
                item, new PartitionKey("probe"), new() { EnableContentResponseOnWrite = false }, token);
            return response.EnsureSuccessStatusCode().StatusCode;
        },
        cancellation);

    /// <summary>Whether "not found" refers to the item. A missing container or a lagging replica has a sub-status.</summary>
    internal static bool IsAboutItem(Headers? headers) => headers?["x-ms-substatus"] is null or "" or "0";

    private async Task<(List<Document<T>> Items, string? Position)> ReadPage<T>(
        DocumentKind<T> kind, DocumentQuery query, int limit, string? position, CancellationToken cancellation)
    {
        var options = InPartition(query);
        options.MaxItemCount = limit;
        using var pages = container.GetItemQueryStreamIterator(CosmosQuery.Page(kind.Name, query), position, options);
        using var response = await pages.ReadNextAsync(cancellation);
        // The service accepted this query for its first page, so the continuation must be wrong.
        if (response.StatusCode == HttpStatusCode.BadRequest && position is not null)
            throw Continuation.DoesNotBelong();
        using var page = await Parse(response, cancellation);
        return (
            [.. page.RootElement.GetProperty("Documents").EnumerateArray().Select(item => CosmosItem.Read(kind, item)!)],
            string.IsNullOrEmpty(response.ContinuationToken) ? null : response.ContinuationToken);
    }

    private static QueryRequestOptions InPartition(DocumentQuery query) =>
        new() { PartitionKey = query.Partition is { } partition ? new PartitionKey(partition) : null };

    private static async Task<JsonDocument> Parse(ResponseMessage response, CancellationToken cancellation) =>
        await JsonDocument.ParseAsync(response.EnsureSuccessStatusCode().Content, cancellationToken: cancellation);
}
