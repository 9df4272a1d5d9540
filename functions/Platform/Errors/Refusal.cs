using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SneakerCheck.Platform.Errors;

/// <summary>One member of a request that is not as it must be.</summary>
/// <param name="Field">The member's name, or its JSON path.</param>
/// <param name="Reason">What it must be.</param>
public sealed record FieldError(string Field, string Reason);

/// <summary>
/// A request that is understood and turned down. Each area's gate puts it into its own envelope by <see cref="Code"/>;
/// <see cref="Status"/> is the HTTP status where the contract has no other word for it.
/// </summary>
/// <param name="status">The HTTP status, 4xx or 503.</param>
/// <param name="code">Stable, lower case with underscores; clients branch on it.</param>
/// <param name="detail">For a person, in English; holds no secrets.</param>
public sealed class Refusal(int status, string code, string detail) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stable, for clients to branch on.</summary>
    public string Code { get; } = code;

    /// <summary>The members that are wrong, where it is about members.</summary>
    public ImmutableArray<FieldError> Fields { get; init; } = [];

    /// <summary>When to come back, where that helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Further members of the error's body.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>A member of the request is not as it must be.</summary>
    public static Refusal Field(string field, string reason) =>
        new(400, "invalid_field", $"{field}: {reason}") { Fields = [new(field, reason)] };

    /// <summary>There is nothing at this address, or nothing that this caller may know of.</summary>
    public static Refusal NotFound(string what) => new(404, "not_found", $"There is no such {what}.");
}
