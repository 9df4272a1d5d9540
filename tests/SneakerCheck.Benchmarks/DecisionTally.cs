using System.Globalization;
using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Benchmarks;

/// <summary>The decisions at one error bound, counted by what the check was and by draw of exemplars.</summary>
/// <param name="bound">The error bound.</param>
/// <param name="pairs">Pairs of each label in a draw.</param>
/// <param name="checks">Checks of each kind in a draw.</param>
internal sealed class DecisionTally(double bound, int pairs, int checks)
{
    private readonly List<Draw> draws = [];

    /// <summary>Adds a draw by its decisions on true pairs, on fakes and on fakes of a new kind.</summary>
    public void Add(LikenessDecision[] trues, LikenessDecision[] fakes, LikenessDecision[] news) => draws.Add(new Draw(
        Answered(trues, LikenessAnswer.Fake),
        Answered(fakes, LikenessAnswer.True),
        (Answered(trues, LikenessAnswer.NotSure) + Answered(fakes, LikenessAnswer.NotSure)) / 2,
        Share(news,
            decision => decision.True is { IsPossible: true, PairsLacking: 0 } && decision.Fake is { IsPossible: false, PairsLacking: 0 }),
        Answered(news, LikenessAnswer.True),
        Answered(news, LikenessAnswer.Fake)));

    /// <summary>
    /// Whether an error exceeds the bound by more than three standard errors. Even if the bound is met exactly, the error of a draw
    /// varies with its exemplars and its checks.
    /// </summary>
    public bool IsOver
    {
        get
        {
            var standardError = Math.Sqrt(bound * (1 - bound) * (1d / pairs + 1d / checks) / draws.Count);
            return Math.Max(draws.Average(draw => draw.ErrorOnTrue), draws.Average(draw => draw.ErrorOnFake)) > bound + 3 * standardError;
        }
    }

    /// <summary>A line of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mean(draw => draw.ErrorOnTrue),9:0.0} {Mean(draw => draw.ErrorOnFake),8:0.0} | {Mean(draw => draw.Abstained),8:0.0} "
        + $"{ErrorAmongAnswered,13:0.0} | {Mean(draw => draw.NewUngated),12:0.0} {Mean(draw => draw.NewCalledTrue),11:0.0} "
        + $"{Mean(draw => draw.NewCalledFake),11:0.0}{(IsOver ? " *" : "")}");

    /// <summary>Abstains/error among answered/new fake called true, in %.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
            $"{Mean(draw => draw.Abstained):0.0}/{ErrorAmongAnswered:0.0}/{Mean(draw => draw.NewCalledTrue):0.0}");

    private double ErrorAmongAnswered
    {
        get
        {
            var answered = 100 - Mean(draw => draw.Abstained);
            return answered == 0 ? 0 : 100 * (Mean(draw => draw.ErrorOnTrue) + Mean(draw => draw.ErrorOnFake)) / 2 / answered;
        }
    }

    private double Mean(Func<Draw, double> share) => 100 * draws.Average(share);

    private double Answered(LikenessDecision[] decisions, LikenessAnswer answer) => Share(decisions, decision => decision.Answer == answer);

    private double Share(LikenessDecision[] decisions, Func<LikenessDecision, bool> condition) =>
        decisions.Count(condition) / (double)checks;

    private sealed record Draw(
        double ErrorOnTrue, double ErrorOnFake, double Abstained, double NewUngated, double NewCalledTrue, double NewCalledFake);
}
