using System.Collections.Immutable;

namespace SneakerCheck.Checks;

/// <summary>What likeness comes to.</summary>
/// <param name="Answer">The answer, as far as likeness goes.</param>
/// <param name="Reasons">Why, the most important first.</param>
/// <param name="Labels">Label by label; empty where nothing was found out.</param>
public sealed record LikenessOutcome(Answer Answer, ImmutableArray<Reason> Reasons, ImmutableArray<LabelReport> Labels)
{
    /// <summary>The nearest exemplars of a label.</summary>
    public IReadOnlyList<NearExemplar> Nearest(Answer label) =>
        Labels.FirstOrDefault(report => report.Label == label)?.Nearest ?? [];
}

/// <summary>Judges by likeness what a check's usable photos show: against the exemplars, or by an inference server.</summary>
public interface ILikenessScorer
{
    /// <summary>What likeness comes to; what goes wrong on the way is a reason for not_sure, not an exception.</summary>
    Task<LikenessOutcome> Score(
        Check check, Template template, IReadOnlyList<PhotoInspection> usable, CancellationToken cancellation);
}
