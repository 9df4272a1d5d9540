namespace SneakerCheck.Checks.Likeness;

/// <summary>The result of comparing a check with exemplars.</summary>
public enum LikenessAnswer
{
    /// <summary>The exemplars do not decide it.</summary>
    NotSure,

    /// <summary>Genuine.</summary>
    True,

    /// <summary>A counterfeit.</summary>
    Fake,
}

/// <summary>A reason for the answer.</summary>
public enum LikenessReason
{
    /// <summary>Only one label is possible at the error bound, and the check is typical of it.</summary>
    OneLabelRemains,

    /// <summary>Both labels are possible at the error bound.</summary>
    BothLabelsRemain,

    /// <summary>The check looks like neither label.</summary>
    NoLabelRemains,

    /// <summary>Only one label is possible, but the check is not typical of it; it may be of a kind without exemplars.</summary>
    NotTypical,

    /// <summary>There are no exemplars of any of the check's views.</summary>
    NoCommonView,

    /// <summary>Too few true pairs to exclude that label at the error bound.</summary>
    TooFewTruePairs,

    /// <summary>Too few fake pairs to exclude that label at the error bound.</summary>
    TooFewFakePairs,

    /// <summary>Some views of the check were not compared, because too few pairs have them.</summary>
    ViewsSetAside,

    /// <summary>Pairs whose exemplars have both labels were left out.</summary>
    ConflictingPairs,
}

/// <summary>A labelled photo that is near to one of the check's.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="PairId">Its pair.</param>
/// <param name="View">The view that both photos show.</param>
/// <param name="Distance">Euclidean distance of their features.</param>
public sealed record NearestExemplar(string Id, string PairId, string View, double Distance);

/// <summary>The evidence for and against one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="PValue">
/// The share of this label's pairs, the check included, that conform to it no better than the check. If the label is right, this is
/// at or below a bound with at most that bound's probability.
/// </param>
/// <param name="IsPossible">Whether <paramref name="PValue"/> is above the error bound.</param>
/// <param name="TypicalityPValue">
/// The same share, by the variance that this label's pairs leave unexplained. The other label's pairs have no influence.
/// </param>
/// <param name="IsTypical">
/// Whether the check passes the typicality gate: <paramref name="TypicalityPValue"/> is above half the error bound, and above the
/// minimum that the number of pairs allows.
/// </param>
/// <param name="CalibrationPairs">The number of pairs of this label that have every compared view.</param>
/// <param name="PairsLacking">How many more pairs are needed to exclude this label at the error bound.</param>
/// <param name="Nearest">The nearest exemplars of this label, nearest first.</param>
public sealed record LabelFinding(
    LikenessLabel Label,
    double PValue,
    bool IsPossible,
    double TypicalityPValue,
    bool IsTypical,
    int CalibrationPairs,
    int PairsLacking,
    IReadOnlyList<NearestExemplar> Nearest);
