namespace SneakerCheck.Gigs.Reviews;

/// <summary>What a panel of graders has come to.</summary>
public enum PanelState
{
    /// <summary>Another grader is asked.</summary>
    Open,

    /// <summary>The posterior probability of genuine is high enough.</summary>
    True,

    /// <summary>The posterior probability of a counterfeit is high enough.</summary>
    Fake,

    /// <summary>Nobody is left to ask, and neither is.</summary>
    NotSure,
}

/// <summary>How far a panel is.</summary>
/// <param name="Posterior">The probability that the pair is genuine, 0 to 1.</param>
public readonly record struct PanelResult(PanelState State, double Posterior);

/// <summary>
/// Adds verdicts up to an answer. Graders err independently of each other given the label (Dawid and Skene 1979), so the logarithms of
/// their odds add up, and the panel stops as soon as one label is probable enough (the sequential probability ratio test, Wald 1945).
/// </summary>
/// <param name="ErrorBound">The template's: an answer is given at a posterior above 1 minus this.</param>
/// <param name="Least">Graders at least, abstentions not counted.</param>
/// <param name="Most">Graders at most, abstentions counted.</param>
public sealed record Panel(double ErrorBound, int Least, int Most)
{
    /// <summary>The result of these verdicts, each with the record of its grader when it was given.</summary>
    /// <param name="isLast">Whether nobody else will be asked, because the time is over.</param>
    public PanelResult Result(IReadOnlyCollection<(GraderRecord Grader, Verdict Verdict)> verdicts, bool isLast = false)
    {
        // Before anybody has looked, both labels are equally probable: the checks that come here are those that the run could not decide.
        var posterior = 1 / (1 + Math.Exp(-verdicts.Sum(given => given.Grader.LogOdds(given.Verdict))));
        var isEnough = verdicts.Count(given => given.Verdict != Verdict.NotSure) >= Least;
        return new PanelResult(
            isEnough && posterior > 1 - ErrorBound ? PanelState.True
            : isEnough && 1 - posterior > 1 - ErrorBound ? PanelState.Fake
            : isLast || verdicts.Count >= Most ? PanelState.NotSure
            : PanelState.Open,
            posterior);
    }
}
