using System.Collections.Immutable;

namespace SneakerCheck.Checks;

/// <summary>Why an answer is what it is, in words.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Text">For a person.</param>
public sealed record Reason(string Code, LocalText Text);

/// <summary>One thing that a run found about a photo.</summary>
/// <param name="Step">intake, quality, originality or likeness.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number; null where there is none to give.</param>
/// <param name="Limit">What it was held against, in words such as <c>≥ 40</c>; null where nothing.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Reason">What it means, for a person.</param>
public sealed record Finding(string Step, string Name, double? Value, string? Limit, bool Passed, LocalText Reason);

/// <summary>An earlier photo of another account that looks like this one: evidence for review, never a verdict by itself.</summary>
/// <param name="TaskId">The check it belongs to.</param>
/// <param name="View">Its view.</param>
/// <param name="Distance">Bits of 256 that differ; 0 with equal bytes.</param>
/// <param name="Correlation">Of the two small pictures, −1 to 1.</param>
/// <param name="SameBytes">Whether the files are identical.</param>
/// <param name="Mirrored">Whether it matches the mirror image.</param>
public sealed record PhotoMatch(string TaskId, string View, int Distance, double Correlation, bool SameBytes, bool Mirrored);

/// <summary>What a run found about one photo.</summary>
/// <param name="View">Which view.</param>
/// <param name="FileId">Which upload.</param>
/// <param name="Usable">Whether it took part in the decision.</param>
/// <param name="Findings">In the order of the steps.</param>
/// <param name="Matches">Earlier photos like it, of other accounts.</param>
public sealed record PhotoReport(
    string View, string FileId, bool Usable, ImmutableArray<Finding> Findings, ImmutableArray<PhotoMatch> Matches);

/// <summary>An exemplar close to the check.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="Pair">The pair of shoes it shows.</param>
/// <param name="View">Its view.</param>
/// <param name="Distance">Euclidean, between the features.</param>
public sealed record NearExemplar(string Id, string Pair, string View, double Distance);

/// <summary>How the check stands to one label.</summary>
/// <param name="Label">true or fake.</param>
/// <param name="PValue">
/// Conformal: were the label right, a value this low or lower would come up at most this often. Null where there is nothing
/// to compare with.
/// </param>
/// <param name="TypicalityPValue">The like, by distance to this label alone. Null where there is nothing to compare with.</param>
/// <param name="Typical">Whether the check passes for a member of the label's exemplars (the one-class gate).</param>
/// <param name="Pairs">Labelled pairs it was compared with.</param>
/// <param name="PairsLacking">How many more pairs the template's error bound needs.</param>
/// <param name="Nearest">The nearest exemplars of the label.</param>
public sealed record LabelReport(
    Answer Label,
    double? PValue,
    double? TypicalityPValue,
    bool Typical,
    int Pairs,
    int PairsLacking,
    ImmutableArray<NearExemplar> Nearest);

/// <summary>Everything a run found.</summary>
/// <param name="RunId">Which run.</param>
/// <param name="MetaTag">By which template.</param>
/// <param name="ErrorBound">The template's bound.</param>
/// <param name="Answer">What it comes to.</param>
/// <param name="Reasons">Why, the most important first.</param>
/// <param name="Photos">Photo by photo, in the template's order.</param>
/// <param name="Labels">Label by label; empty where the decision was not reached.</param>
/// <param name="Audit">Whether a person is to look at it all the same: a sample of the confident answers.</param>
public sealed record RunReport(
    string RunId,
    string MetaTag,
    double ErrorBound,
    Answer Answer,
    ImmutableArray<Reason> Reasons,
    ImmutableArray<PhotoReport> Photos,
    ImmutableArray<LabelReport> Labels,
    bool Audit)
{
    /// <summary>A report without a decision.</summary>
    public static RunReport Undecided(
        Check check, double errorBound, ImmutableArray<Reason> reasons, ImmutableArray<PhotoReport> photos) =>
        new(check.RunId!, check.MetaTag, errorBound, Answer.NotSure, reasons, photos, [], Audit: false);
}
