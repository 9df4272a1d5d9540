using SneakerCheck.Gigs.Reviews;

namespace SneakerCheck.Tests.Gigs.Reviews;

/// <summary>How verdicts add up to an answer. Expected numbers are worked out by hand.</summary>
public sealed class PanelTests
{
    private static readonly Panel Panel = new(0.05, 2, 7);

    // Right about 19 of 20 of each label: (19 + 4) / (20 + 5) = 0.92, so one verdict is worth odds of 0.92 / 0.08 = 11.5.
    private static readonly GraderRecord Good = new(19, 1, 19, 1, 0);

    [Fact]
    public void One_grader_is_never_enough()
    {
        var result = new Panel(0.2, 2, 7).Result([(Good, Verdict.True)]);

        Assert.Equal(PanelState.Open, result.State);
        Assert.Equal(0.92, result.Posterior, 10);
    }

    [Theory]
    [InlineData(Verdict.True, PanelState.True, 0.9925)]
    [InlineData(Verdict.Fake, PanelState.Fake, 0.0075)]
    public void Two_good_graders_who_agree_are_enough(Verdict verdict, PanelState state, double posterior)
    {
        var result = Panel.Result([(Good, verdict), (Good, verdict)]);

        // 11.5 squared is 132.25; 132.25 / 133.25.
        Assert.Equal(state, result.State);
        Assert.Equal(posterior, result.Posterior, 4);
    }

    [Fact]
    public void Two_new_graders_who_agree_are_not_enough()
    {
        // Each is worth 0.8 / 0.2 = 4; 16 / 17 = 0.941.
        var result = Panel.Result([(GraderRecord.New, Verdict.True), (GraderRecord.New, Verdict.True)]);

        Assert.Equal(PanelState.Open, result.State);
        Assert.Equal(16.0 / 17, result.Posterior, 10);
    }

    [Fact]
    public void Graders_who_contradict_each_other_cancel_out()
    {
        var result = Panel.Result([(Good, Verdict.True), (Good, Verdict.Fake)]);

        Assert.Equal((PanelState.Open, 0.5), (result.State, Math.Round(result.Posterior, 10)));
    }

    [Fact]
    public void An_abstention_counts_as_a_grader_and_says_nothing()
    {
        var asked = Enumerable.Repeat((Good, Verdict.NotSure), 6).Append((Good, Verdict.True)).ToArray();

        Assert.Equal(PanelState.Open, Panel.Result(asked[..6]).State);
        Assert.Equal(new PanelResult(PanelState.NotSure, 0.92), Rounded(Panel.Result(asked)));
    }

    [Fact]
    public void At_the_end_of_its_time_a_panel_answers_by_what_there_is()
    {
        Assert.Equal(PanelState.NotSure, Panel.Result([], isLast: true).State);
        Assert.Equal(PanelState.NotSure, Panel.Result([(Good, Verdict.True)], isLast: true).State);
        Assert.Equal(PanelState.True, Panel.Result([(Good, Verdict.True), (Good, Verdict.True)], isLast: true).State);
    }

    [Fact]
    public void A_grader_who_is_mostly_wrong_speaks_for_the_opposite()
    {
        var wrong = new GraderRecord(1, 19, 1, 19, 0);

        Assert.True(wrong.LogOdds(Verdict.True) < 0);
        Assert.True(wrong.LogOdds(Verdict.Fake) > 0);
    }

    [Fact]
    public void A_verdict_is_worth_what_its_grader_knows_of_that_label()
    {
        // Calls every pair fake: "fake" says nothing, and "true" would say much.
        var suspicious = new GraderRecord(0, 20, 20, 0, 0);

        Assert.InRange(Math.Abs(suspicious.LogOdds(Verdict.Fake)), 0, 0.2);
        Assert.True(suspicious.LogOdds(Verdict.True) > 1);
    }

    private static PanelResult Rounded(PanelResult result) => result with { Posterior = Math.Round(result.Posterior, 10) };
}
