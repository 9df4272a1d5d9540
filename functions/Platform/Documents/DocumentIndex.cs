namespace SneakerCheck.Platform.Documents;

/// <summary>
/// A field by which an area finds or orders the documents of a large kind. SQLite indexes the field for that kind. Cosmos DB indexes
/// the fields in <c>infra/indexes.json</c> for all kinds.
/// </summary>
/// <param name="Field">A path as in <see cref="Condition"/>.</param>
public sealed record DocumentIndex(string Kind, string Field);
