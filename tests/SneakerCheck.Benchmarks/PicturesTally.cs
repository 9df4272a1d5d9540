namespace SneakerCheck.Benchmarks;

/// <summary>Requests of one round.</summary>
/// <param name="Elapsed">Milliseconds from the first one's start to the last one's end.</param>
/// <param name="Cpu">Milliseconds of CPU of the side's processes.</param>
/// <param name="Times">Milliseconds of each request.</param>
internal sealed record PicturesRound(double Elapsed, double Cpu, double[] Times);

/// <summary>Rounds of one side.</summary>
internal sealed class PicturesTally
{
    private readonly List<PicturesRound> rounds = [];

    private IEnumerable<double> Times => rounds.SelectMany(round => round.Times);

    /// <summary>Milliseconds of the median request.</summary>
    public double Median => Quantile(Times, 0.5);

    /// <summary>Median and 95th percentile of the milliseconds.</summary>
    public string Latency => FormattableString.Invariant($"{Median:0.0} ({Quantile(Times, 0.95):0.0})");

    /// <summary>Milliseconds of CPU per request.</summary>
    public double Cpu => rounds.Sum(round => round.Cpu) / Times.Count();

    /// <summary>Requests per second in the median round.</summary>
    public double ASecond => Quantile(rounds.Select(round => 1000 * round.Times.Length / round.Elapsed), 0.5);

    public void Add(PicturesRound round) => rounds.Add(round);

    /// <summary>The ratio of this side's time to the other's: the median of the rounds.</summary>
    public double Ratio(PicturesTally other) =>
        Quantile(rounds.Zip(other.rounds, (mine, its) => mine.Elapsed / its.Elapsed), 0.5);

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
