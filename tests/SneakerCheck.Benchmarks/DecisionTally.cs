using System.Globalization;
using SneakerCheck.Checks.Vision;

namespace SneakerCheck.Benchmarks;

/// <summary>The answers at one error bound, counted by what the check was and by draw of exemplars.</summary>
/// <param name="checks">Checks of each kind in a draw.</param>
internal sealed class DecisionTally(int checks)
{
    private readonly List<Draw> draws = [];

    /// <summary>Adds a draw by its answers to true pairs, to fakes and to fakes of a new kind.</summary>
    public void Add(IReadOnlyCollection<LikenessAnswer> trues, IReadOnlyCollection<LikenessAnswer> fakes, IReadOnlyCollection<LikenessAnswer> news) =>
        draws.Add(new Draw(
            Share(trues, LikenessAnswer.Fake),
            Share(fakes, LikenessAnswer.True),
            (Share(trues, LikenessAnswer.NotSure) + Share(fakes, LikenessAnswer.NotSure)) / 2,
            Share(news, LikenessAnswer.True),
            Share(news, LikenessAnswer.Fake)));

    /// <summary>Whether an error is above the bound by more than three standard errors, draws being independent.</summary>
    public bool IsOver(double bound) => IsOver(draw => draw.ErrorOnTrue, bound) || IsOver(draw => draw.ErrorOnFake, bound);

    /// <summary>A line of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mean(draw => draw.ErrorOnTrue),9:0.0}  {Mean(draw => draw.ErrorOnFake),7:0.0} | {Mean(draw => draw.Abstained),8:0.0}  {ErrorAmongAnswered,20:0.0} | {Mean(draw => draw.NewCalledTrue),17:0.0}  {Mean(draw => draw.NewCalledFake),8:0.0}");

    /// <summary>Abstains/error among answered/new fake called true, in %.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture, $"{Mean(draw => draw.Abstained):0.0}/{ErrorAmongAnswered:0.0}/{Mean(draw => draw.NewCalledTrue):0.0}");

    private double ErrorAmongAnswered
    {
        get
        {
            var answered = 100 - Mean(draw => draw.Abstained);
            return answered == 0 ? 0 : 100 * (Mean(draw => draw.ErrorOnTrue) + Mean(draw => draw.ErrorOnFake)) / 2 / answered;
        }
    }

    private bool IsOver(Func<Draw, double> error, double bound)
    {
        var mean = draws.Average(error);
        var variance = draws.Sum(draw => Math.Pow(error(draw) - mean, 2)) / (draws.Count - 1);
        return mean - bound > 3 * Math.Sqrt(variance / draws.Count);
    }

    private double Mean(Func<Draw, double> share) => 100 * draws.Average(share);

    private double Share(IReadOnlyCollection<LikenessAnswer> answers, LikenessAnswer answer) => answers.Count(given => given == answer) / (double)checks;

    private sealed record Draw(double ErrorOnTrue, double ErrorOnFake, double Abstained, double NewCalledTrue, double NewCalledFake);
}
