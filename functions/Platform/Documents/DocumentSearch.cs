using System.Collections.Immutable;

namespace SneakerCheck.Platform.Documents;

/// <summary>
/// How an area searches a large kind by any combination of conditions, in one descending order. SQLite keeps an index of its own for the
/// kind (see <c>README.md</c>). Cosmos DB indexes the fields in <c>infra/indexes.json</c> for all kinds. Without it such a query finds
/// the same, but reads the whole kind.
/// </summary>
/// <param name="OrderBy">
/// A path as in <see cref="Condition"/>, of an integer between −2^53 and 2^53. The index has the documents that have one; at most 1,024
/// may share it.
/// </param>
public sealed record DocumentSearch(string Kind, string OrderBy)
{
    /// <summary>
    /// Fields with strings or arrays of strings, for <see cref="Comparison.Equal"/>, <see cref="Comparison.OneOf"/>,
    /// <see cref="Comparison.Contains"/> and <see cref="Comparison.ContainsAny"/>.
    /// </summary>
    public ImmutableArray<string> Terms { get; init; } = [];

    /// <summary>Fields with strings, for <see cref="Comparison.Substring"/>.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>Fields with numbers, for equality and ranges.</summary>
    public ImmutableArray<string> Numbers { get; init; } = [];
}
