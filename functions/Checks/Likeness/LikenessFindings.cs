namespace SneakerCheck.Checks.Likeness;

/// <summary>What comparing with exemplars comes to.</summary>
public enum LikenessAnswer
{
    /// <summary>The exemplars do not decide it.</summary>
    NotSure,

    /// <summary>The brand's own.</summary>
    True,

    /// <summary>An imitation.</summary>
    Fake,
}

/// <summary>Why the answer is what it is.</summary>
public enum LikenessReason
{
    /// <summary>One label alone is possible at the error bound, and the check is typical of it.</summary>
    OneLabelRemains,

    /// <summary>Both labels are possible at the error bound.</summary>
    BothLabelsRemain,

    /// <summary>The check looks like neither label.</summary>
    NoLabelRemains,

    /// <summary>One label alone is possible, but the check is not typical of it: perhaps a kind not seen before.</summary>
    NotTypical,

    /// <summary>The check shows no view that there are exemplars of.</summary>
    NoCommonView,

    /// <summary>Too few true pairs to exclude that label at the error bound.</summary>
    TooFewTruePairs,

    /// <summary>Too few fake pairs to exclude that label at the error bound.</summary>
    TooFewFakePairs,

    /// <summary>Some views of the check were not compared, since too few pairs have them.</summary>
    ViewsSetAside,

    /// <summary>Pairs whose exemplars bear both labels were left out.</summary>
    ConflictingPairs,
}

/// <summary>A labelled photo near to one of the check's.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="PairId">Its pair.</param>
/// <param name="View">The view on both photos.</param>
/// <param name="Distance">Euclidean distance of their features.</param>
public sealed record NearestExemplar(string Id, string PairId, string View, double Distance);

/// <summary>What speaks for and against one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="PValue">
/// The share of this label's pairs, the check among them, that are at least as strange to it as the check. If the label is
/// right, this is at most any bound with no more than that probability.
/// </param>
/// <param name="IsPossible">Whether <paramref name="PValue"/> is above the error bound.</param>
/// <param name="TypicalityPValue">
/// The like share, by how much of it this label's pairs leave unexplained, whatever the other label's are like.
/// </param>
/// <param name="IsTypical">
/// Whether the check passes the gate: <paramref name="TypicalityPValue"/> is above half the error bound, and not the least
/// that so many pairs allow.
/// </param>
/// <param name="CalibrationPairs">Pairs of this label that have every view compared.</param>
/// <param name="PairsLacking">How many more it takes before this label can be excluded at the error bound.</param>
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
