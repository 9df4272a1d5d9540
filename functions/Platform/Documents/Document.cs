using System.Collections.Immutable;

namespace SneakerCheck.Platform.Documents;

/// <summary>A stored value together with its address and version.</summary>
/// <param name="Partition">The partition key. A commit changes one partition only.</param>
/// <param name="Id">Unique within the partition, whatever the kind.</param>
/// <param name="ETag">The version: opaque, without quotes, different after every write.</param>
public sealed record Document<T>(string Partition, string Id, T Value, string ETag);

/// <summary>Where a document is.</summary>
public readonly record struct DocumentPlace(string Partition, string Id);

/// <summary>One page of a query.</summary>
/// <param name="Items">At most as many as the query's limit, in the query's order.</param>
/// <param name="Continuation">Opaque. Pass it to the same query to get the next page; null after the last.</param>
public sealed record Page<T>(ImmutableArray<Document<T>> Items, string? Continuation);
