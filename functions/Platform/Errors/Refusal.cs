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
/// <param name="code">Stable, lower case with underscores; clients branch on it.</param>
/// <param name="detail">For a person, in English; holds no secrets.</param>
public sealed class Refusal(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    /// <summary>Stable; clients branch on it.</summary>
    public string Code { get; } = code;

    /// <summary>The members that are wrong, where it is about members.</summary>
    public ImmutableArray<FieldError> Fields { get; init; } = [];

    /// <summary>How long to wait before a retry, where that helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Further members of the error's body.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>400: a member of the request is invalid.</summary>
    public static Refusal Field(string field, string reason) =>
        new(400, "invalid_field", $"{field}: {reason}") { Fields = [new(field, reason)] };

    /// <summary>404: the resource does not exist, or the caller may not know that it does.</summary>
    public static Refusal NotFound(string what) => new(404, "not_found", $"There is no such {what}.");
}
