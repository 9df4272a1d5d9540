using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Contracts;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457).</summary>
public static class ProblemFormat
{
    public static ErrorFormat Format { get; } = new(
        typeof(Problem), "application/problem+json", (refusal, _) => new ProblemResult(refusal));
}
