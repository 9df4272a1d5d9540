using System.Collections.Immutable;

namespace SneakerCheck.Checks;

/// <summary>The result of comparing a check by likeness.</summary>
/// <param name="Answer">The answer by likeness alone.</param>
/// <param name="Reasons">Why, the most important first.</param>
/// <param name="Labels">One report for each label; empty if nothing could be compared.</param>
public sealed record LikenessOutcome(Answer Answer, ImmutableArray<Reason> Reasons, ImmutableArray<LabelReport> Labels)
{
    /// <summary>The outcome of a check that lacks something required, and so is not compared.</summary>
    public static LikenessOutcome NotAsked { get; } = new(Answer.NotSure, [Checks.Reasons.NotCompared()], []);

    /// <summary>The nearest exemplars of a label.</summary>
    public IReadOnlyList<NearExemplar> Nearest(Answer label) =>
        Labels.FirstOrDefault(report => report.Label == label)?.Nearest ?? [];
}

/// <summary>Scores a check's usable photos by likeness: against the exemplars, or by an inference server.</summary>
public interface ILikenessScorer
{
    /// <summary>
    /// Scores a check that has at least one usable photo. A failure makes the answer not_sure with a reason; it does not throw.
    /// </summary>
    Task<LikenessOutcome> Score(
        Check check, Template template, IReadOnlyList<PhotoInspection> usable, CancellationToken cancellation);
}
