using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SneakerCheck.Platform.Errors;

/// <summary>One invalid member of a request.</summary>
/// <param name="Field">The member's name, or its JSON path.</param>
/// <param name="Reason">What it must be.</param>
public sealed record FieldError(string Field, string Reason);

/// <summary>
/// A request that is understood and refused. Each area's contract maps <see cref="Code"/> to its own envelope and may replace
/// <see cref="Status"/>.
/// </summary>
/// <param name="status">The HTTP status, 4xx or 503.</param>
/// <param name="code">Lower case with underscores. Stable, because clients branch on it.</param>
/// <param name="detail">For a person, in English. It must not contain secrets.</param>
public sealed class Refusal(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The invalid members, if there are any.</summary>
    public ImmutableArray<FieldError> Fields { get; init; } = [];

    /// <summary>How long the client should wait before a retry, if a retry can help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The verbs that the path has, in upper case; of a 405.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Additional members of the error's body.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>400: a member of the request is invalid.</summary>
    public static Refusal Field(string field, string reason) =>
        new(400, "invalid_field", $"{field}: {reason}") { Fields = [new(field, reason)] };

    /// <summary>404: the resource does not exist, or the caller may not know that it does.</summary>
    public static Refusal NotFound(string what) => new(404, "not_found", $"There is no such {what}.");
}
