using System.Collections.Immutable;

namespace SneakerCheck.Platform.Documents;

/// <summary>A stored value together with its address and version.</summary>
/// <param name="Partition">The partition key; commits reach one partition only.</param>
/// <param name="Id">Unique within the partition, whatever the kind.</param>
/// <param name="Value">What the area stored.</param>
/// <param name="ETag">The version, opaque and without quotes; it changes with every write.</param>
public sealed record Document<T>(string Partition, string Id, T Value, string ETag);

/// <summary>One page of a query.</summary>
/// <param name="Items">At most the query's limit, in its order.</param>
/// <param name="Continuation">Opaque; give it back in the same query for the next page. Null: there is none.</param>
public sealed record Page<T>(ImmutableArray<Document<T>> Items, string? Continuation);
