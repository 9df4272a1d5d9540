namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// Decides by likeness whether a check is true or fake, with a bounded probability of error. It uses full (transductive) conformal
/// prediction, conditional on the label (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005); the unit is a pair
/// of shoes. The bound holds if the check's pair is drawn like the exemplars' pairs. The typicality gate is for pairs that are not.
/// </summary>
/// <param name="Answer">True or fake only if exactly one label remains and the check is typical of it.</param>
/// <param name="ErrorBound">The bound that was applied.</param>
/// <param name="Score">
/// The regression's value for the check: about −1 for true pairs, 1 for fake ones. Null if there is nothing to compare with.
/// </param>
/// <param name="True">The findings for the label true.</param>
/// <param name="Fake">The findings for the label fake.</param>
/// <param name="ViewsCompared">The views that were compared.</param>
/// <param name="ViewsSetAside">The check's other views.</param>
/// <param name="Reasons">Why, the most important first.</param>
public sealed record LikenessDecision(
    LikenessAnswer Answer,
    double ErrorBound,
    double? Score,
    LabelFinding True,
    LabelFinding Fake,
    IReadOnlyList<string> ViewsCompared,
    IReadOnlyList<string> ViewsSetAside,
    IReadOnlyList<LikenessReason> Reasons)
{
    /// <param name="check">The check's features by view; at most one photo each.</param>
    /// <param name="exemplars">The exemplars of the check's shoe model.</param>
    /// <param name="errorBound">The accepted probability of a wrong answer for either label, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The features do not have the exemplars' length, or the bound is not between 0 and 1.</exception>
    public static LikenessDecision Decide(IReadOnlyDictionary<string, float[]> check, LikenessExemplars exemplars, double errorBound)
    {
        if (errorBound is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(errorBound));
        var needed = PairsNeeded(errorBound);
        var views = LikenessViews.Choose(check.Keys, exemplars, needed);
        var comparison = new LikenessComparison(check, exemplars.With(views));
        var (onTrue, onFake) = (Find(LikenessLabel.True), Find(LikenessLabel.Fake));
        var (answer, main) = (onTrue.PairsLacking + onFake.PairsLacking, onTrue.IsPossible, onFake.IsPossible) switch
        {
            _ when views.Count == 0 => (LikenessAnswer.NotSure, LikenessReason.NoCommonView),
            ( > 0, _, _) => (
                LikenessAnswer.NotSure, onTrue.PairsLacking > 0 ? LikenessReason.TooFewTruePairs : LikenessReason.TooFewFakePairs),
            (_, true, true) => (LikenessAnswer.NotSure, LikenessReason.BothLabelsRemain),
            (_, false, false) => (LikenessAnswer.NotSure, LikenessReason.NoLabelRemains),
            (_, true, _) when onTrue.IsTypical => (LikenessAnswer.True, LikenessReason.OneLabelRemains),
            (_, _, true) when onFake.IsTypical => (LikenessAnswer.Fake, LikenessReason.OneLabelRemains),
            _ => (LikenessAnswer.NotSure, LikenessReason.NotTypical),
        };

        string[] setAside = [.. check.Keys.Except(views).Order(StringComparer.Ordinal)];
        List<LikenessReason> reasons = [main];
        Also(LikenessReason.TooFewTruePairs, onTrue.PairsLacking > 0);
        Also(LikenessReason.TooFewFakePairs, onFake.PairsLacking > 0);
        Also(LikenessReason.ViewsSetAside, setAside.Length > 0 && views.Count > 0);
        Also(LikenessReason.ConflictingPairs, exemplars.ConflictingPairs > 0);
        return new LikenessDecision(answer, errorBound, comparison.Score, onTrue, onFake, views, setAside, reasons);

        LabelFinding Find(LikenessLabel label)
        {
            var (pValue, typicality, pairs) = comparison.Test(label);
            return new LabelFinding(
                label,
                pValue,
                pValue > errorBound,
                typicality,
                typicality > TypicalityGate(errorBound, pairs),
                pairs,
                Math.Max(0, needed - pairs),
                comparison.Nearest(label));
        }

        void Also(LikenessReason reason, bool applies)
        {
            if (applies && !reasons.Contains(reason))
                reasons.Add(reason);
        }
    }

    /// <summary>
    /// The typicality p-value that a check must exceed. With few pairs no p-value is as low as half the bound. Then only a check that is
    /// stranger than every pair is rejected.
    /// </summary>
    public static double TypicalityGate(double errorBound, int pairs) => Math.Max(errorBound / 2, 1d / (pairs + 1));

    /// <summary>The minimum number of pairs with which a label can be excluded, because no p-value is below 1 ÷ (pairs + 1).</summary>
    public static int PairsNeeded(double errorBound) => (int)Math.Ceiling(1 / errorBound - 1e-9) - 1;
}
