using System.Collections.Immutable;

namespace SneakerCheck.Checks;

/// <summary>A reason for an answer.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Text">For a person.</param>
public sealed record Reason(string Code, LocalText Text);

/// <summary>One finding of a run about a photo.</summary>
/// <param name="Step">intake, quality, originality or likeness.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The measured number; null if there is none.</param>
/// <param name="Limit">The limit, as text such as <c>≥ 40</c>; null if there is none.</param>
/// <param name="Passed">Whether the photo meets the limit.</param>
/// <param name="Reason">The meaning, for a person.</param>
public sealed record Finding(string Step, string Name, double? Value, string? Limit, bool Passed, LocalText Reason);

/// <summary>An earlier photo of another account that looks the same. It is evidence for review, never a verdict by itself.</summary>
/// <param name="TaskId">The check it belongs to; for operators only, null for the owner.</param>
/// <param name="View">Its view.</param>
/// <param name="Distance">The number of different hash bits, of 256; 0 if the bytes are equal.</param>
/// <param name="Correlation">The correlation of the two thumbnails, −1 to 1.</param>
/// <param name="SameBytes">Whether the files are identical.</param>
/// <param name="Mirrored">Whether it matches the mirror image.</param>
public sealed record PhotoMatch(string? TaskId, string View, int Distance, double Correlation, bool SameBytes, bool Mirrored);

/// <summary>All findings of a run about one photo.</summary>
/// <param name="View">The view that it shows.</param>
/// <param name="FileId">The photo's id.</param>
/// <param name="Usable">Whether the decision used it.</param>
/// <param name="Findings">In the order of the steps.</param>
/// <param name="Matches">Earlier photos of other accounts that look the same.</param>
public sealed record PhotoReport(
    string View, string FileId, bool Usable, ImmutableArray<Finding> Findings, ImmutableArray<PhotoMatch> Matches)
{
    /// <summary>SHA-256 of the bytes that were inspected, lower-case hex; null if they could not be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Without what identifies other accounts, and while a person has to look, without what hints at the answer.</summary>
    public PhotoReport ForOwner(bool isHeld) => this with
    {
        Findings = isHeld ? [.. Findings.Where(finding => finding.Step != "likeness")] : Findings,
        Matches = [.. Matches.Select(match => match with { TaskId = null })],
    };
}

/// <summary>What a run would have answered if a person did not have to look first.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Reasons">Why, the most important first.</param>
public sealed record HeldAnswer(Answer Answer, ImmutableArray<Reason> Reasons);

/// <summary>One of the exemplars nearest to the check.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="Pair">The pair of shoes it shows.</param>
/// <param name="View">Its view.</param>
/// <param name="Distance">The Euclidean distance of the features.</param>
public sealed record NearExemplar(string Id, string Pair, string View, double Distance);

/// <summary>How the check compares with one label.</summary>
/// <param name="Label">true or fake.</param>
/// <param name="PValue">
/// The conformal p-value: if the label is right, a value this low or lower occurs with at most this probability. Null if there is
/// nothing to compare with.
/// </param>
/// <param name="TypicalityPValue">A p-value by this label's pairs alone. Null if there is nothing to compare with.</param>
/// <param name="Typical">Whether the check is typical of the label's exemplars.</param>
/// <param name="Pairs">The number of labelled pairs that it was compared with.</param>
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

/// <summary>Everything a run found. If a person has answered since, it has that answer and its reason.</summary>
/// <param name="RunId">The run.</param>
/// <param name="MetaTag">The template.</param>
/// <param name="ErrorBound">The template's error bound.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Reasons">Why, the most important first.</param>
/// <param name="Photos">One report for each photo, in the template's order.</param>
/// <param name="Labels">One report for each label; empty if no decision was reached.</param>
/// <param name="Audit">Whether a person shall audit the answer: true for a sample of the confident answers.</param>
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
    /// <summary>
    /// Whether a person must look before there is an answer, because another account has uploaded one of the photos before. Until then
    /// the answer is not_sure.
    /// </summary>
    public bool ReviewHold { get; init; }

    /// <summary>What the run would have answered without the hold; for operators only, null for the owner.</summary>
    public HeldAnswer? Held { get; init; }

    /// <summary>What the owner can do next; null in reports of earlier versions.</summary>
    public LocalText? NextStep { get; init; }

    public static RunReport Undecided(Check check, double errorBound, ImmutableArray<Reason> reasons) =>
        new(check.RunId!, check.MetaTag, errorBound, Answer.NotSure, reasons, [], [], Audit: false)
        {
            NextStep = NextSteps.After(Answer.NotSure, reasons),
        };

    /// <summary>
    /// The report as its owner may see it. It does not identify other accounts. While a person has to look, it does not hint at the
    /// answer either.
    /// </summary>
    public RunReport ForOwner() => this with
    {
        Held = null,
        Labels = ReviewHold ? [] : Labels,
        Photos = [.. Photos.Select(photo => photo.ForOwner(ReviewHold))],
    };

    /// <summary>The report while a person has to look before there is an answer.</summary>
    /// <param name="facts">The reasons that stay, because they do not hint at the answer.</param>
    public RunReport Hold(IEnumerable<Reason> facts) => this with
    {
        Answer = Answer.NotSure,
        Reasons = [Checks.Reasons.SeenBefore(), .. facts],
        Audit = false,
        ReviewHold = true,
        Held = new HeldAnswer(Answer, Reasons),
        NextStep = NextSteps.Wait,
    };

    /// <summary>The report after a person has answered.</summary>
    public RunReport AnsweredBy(Answer answer, Reason reason) => this with
    {
        Answer = answer,
        Reasons = [reason],
        ReviewHold = false,
        Audit = false,
        NextStep = NextSteps.After(answer, [reason]),
    };
}
