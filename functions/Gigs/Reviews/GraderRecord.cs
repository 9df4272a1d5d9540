namespace SneakerCheck.Gigs.Reviews;

/// <summary>What a grader says about a pair.</summary>
public enum Verdict
{
    /// <summary>A counterfeit.</summary>
    Fake,

    /// <summary>The photos do not allow a verdict. It counts as abstaining.</summary>
    NotSure,

    /// <summary>Genuine.</summary>
    True,
}

/// <summary>
/// A grader's answers to gold, pairs whose label is known: the table of confusion over true and fake of Dawid and Skene (1979). Only gold
/// feeds it, so that graders who agree with each other do not make each other right.
/// </summary>
/// <param name="TrueRight">Genuine pairs called true.</param>
/// <param name="TrueWrong">Genuine pairs called fake.</param>
/// <param name="FakeRight">Counterfeits called fake.</param>
/// <param name="FakeWrong">Counterfeits called true.</param>
/// <param name="Abstained">Pairs called not_sure.</param>
public sealed record GraderRecord(int TrueRight, int TrueWrong, int FakeRight, int FakeWrong, int Abstained)
{
    /// <summary>Gold answers that a new grader gives before their verdicts count.</summary>
    public const int Apprenticeship = 10;

    /// <summary>Gold answers after which a grader may be excluded.</summary>
    public const int Probation = 20;

    /// <summary>The accuracy that a grader must be able to have.</summary>
    public const double LeastAccuracy = 0.8;

    // Beta(4, 1) on being right about each label: a mean of 0.8, worth five answers. A grader without gold is believed a little.
    private const double PriorRight = 4;
    private const double PriorWrong = 1;

    // The two-sided normal quantile of 95 %.
    private const double Quantile = 1.959963984540054;

    public static GraderRecord New { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Gold answers that were true or fake.</summary>
    public int Answered => TrueRight + TrueWrong + FakeRight + FakeWrong;

    /// <summary>All gold answers.</summary>
    public int Gold => Answered + Abstained;

    /// <summary>Whether even the upper bound of the accuracy is too low, after enough answers.</summary>
    public bool IsExcluded => Answered >= Probation && AccuracyAtMost < LeastAccuracy;

    /// <summary>The upper end of the 95 % interval of the accuracy (Wilson 1927); 1 without answers.</summary>
    public double AccuracyAtMost
    {
        get
        {
            if (Answered == 0)
                return 1;
            double count = Answered;
            var share = (TrueRight + FakeRight) / count;
            var squared = Quantile * Quantile / count;
            var spread = Quantile * Math.Sqrt((share * (1 - share) / count) + (squared / (4 * count)));
            return (share + (squared / 2) + spread) / (1 + squared);
        }
    }

    /// <summary>The probability of being right about a genuine pair, by the prior and the answers.</summary>
    public double RightAboutTrue => (TrueRight + PriorRight) / (TrueRight + TrueWrong + PriorRight + PriorWrong);

    /// <summary>The probability of being right about a counterfeit, by the prior and the answers.</summary>
    public double RightAboutFake => (FakeRight + PriorRight) / (FakeRight + FakeWrong + PriorRight + PriorWrong);

    /// <summary>The record after one more gold answer.</summary>
    /// <param name="isTrue">The label of the pair.</param>
    public GraderRecord After(bool isTrue, Verdict verdict) => (isTrue, verdict) switch
    {
        (_, Verdict.NotSure) => this with { Abstained = Abstained + 1 },
        (true, Verdict.True) => this with { TrueRight = TrueRight + 1 },
        (true, _) => this with { TrueWrong = TrueWrong + 1 },
        (false, Verdict.Fake) => this with { FakeRight = FakeRight + 1 },
        _ => this with { FakeWrong = FakeWrong + 1 },
    };

    /// <summary>
    /// How much a verdict speaks for true rather than fake: the logarithm of the ratio of its probabilities under both. 0 if it abstains.
    /// </summary>
    public double LogOdds(Verdict verdict) => verdict switch
    {
        Verdict.True => Math.Log(RightAboutTrue / (1 - RightAboutFake)),
        Verdict.Fake => Math.Log((1 - RightAboutTrue) / RightAboutFake),
        _ => 0,
    };
}
