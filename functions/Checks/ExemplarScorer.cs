using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Checks;

/// <summary>Compares a check with the labelled exemplars of its shoe model.</summary>
public sealed class ExemplarScorer(ExemplarStore exemplars) : ILikenessScorer
{
    /// <inheritdoc/>
    public async Task<LikenessOutcome> Score(
        Check check, Template template, IReadOnlyList<PhotoInspection> usable, CancellationToken cancellation)
    {
        var features = usable.ToDictionary(photo => photo.View.Id, photo => photo.Features!);
        var known = await exemplars.Ready(check.ShoeModel, cancellation);
        var decision = LikenessDecision.Decide(features, known, template.ErrorBound);
        return new LikenessOutcome(
            decision.Answer switch
            {
                LikenessAnswer.True => Answer.True,
                LikenessAnswer.Fake => Answer.Fake,
                _ => Answer.NotSure,
            },
            [.. decision.Reasons.Select(reason => Reasons.Of(reason, decision, known, template))],
            [Label(Answer.True, decision.True), Label(Answer.Fake, decision.Fake)]);
    }

    private static LabelReport Label(Answer label, LabelFinding finding) => new(
        label,
        finding.CalibrationPairs == 0 ? null : finding.PValue,
        finding.CalibrationPairs == 0 ? null : finding.TypicalityPValue,
        finding.IsTypical,
        finding.CalibrationPairs,
        finding.PairsLacking,
        [
            .. finding.Nearest.Select(near => new NearExemplar(
                near.Id, near.PairId, near.View, Figures.Round(near.Distance, 3, null, null))),
        ]);
}
