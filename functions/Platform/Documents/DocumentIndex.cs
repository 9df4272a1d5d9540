namespace SneakerCheck.Platform.Documents;

/// <summary>
/// A field by which an area finds or orders documents of a kind where they are many. SQLite indexes it for that kind; Cosmos DB
/// indexes fields whatever the kind, those of <c>infra/indexes.json</c>.
/// </summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Field">The field, a path as in <see cref="Condition"/>.</param>
public sealed record DocumentIndex(string Kind, string Field);
