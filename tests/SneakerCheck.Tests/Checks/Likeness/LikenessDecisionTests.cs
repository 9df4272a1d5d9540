using SneakerCheck.Checks.Likeness;
using static SneakerCheck.Tests.Checks.Likeness.DrawnPairs;

namespace SneakerCheck.Tests.Checks.Likeness;

public sealed class LikenessDecisionTests
{
    [Fact]
    public void A_check_like_the_true_pairs_is_true_and_one_like_the_fakes_is_fake()
    {
        var exemplars = LikenessExemplars.Prepare(Pairs(new Random(1), 40, 40, 6));

        var alike = Decide(new Random(2), 0, exemplars);
        var unlike = Decide(new Random(3), 6, exemplars);

        Assert.Equal((LikenessAnswer.True, LikenessReason.OneLabelRemains), (alike.Answer, alike.Reasons.Single()));
        Assert.Equal((LikenessAnswer.Fake, LikenessReason.OneLabelRemains), (unlike.Answer, unlike.Reasons.Single()));
        Assert.True(alike.Score < 0 && unlike.Score > 0);
        Assert.Equal(3, alike.True.Nearest.Count);
        Assert.All(alike.True.Nearest, nearest => Assert.StartsWith("true", nearest.PairId));
        Assert.Equal(alike.True.Nearest.OrderBy(nearest => nearest.Distance), alike.True.Nearest);
    }

    [Fact]
    public void Without_exemplars_the_answer_is_not_sure_and_says_how_many_are_missing()
    {
        var decision = Decide(new Random(1), 0, LikenessExemplars.Prepare([]));

        Assert.Equal(LikenessAnswer.NotSure, decision.Answer);
        Assert.Equal([LikenessReason.NoCommonView, LikenessReason.TooFewTruePairs, LikenessReason.TooFewFakePairs], decision.Reasons);
        Assert.Equal((1, 1, null), (decision.True.PValue, decision.Fake.PValue, decision.Score));
        Assert.Equal((19, 19), (decision.True.PairsLacking, decision.Fake.PairsLacking));
    }

    [Theory]
    [InlineData(18, LikenessAnswer.NotSure, 1)]
    [InlineData(19, LikenessAnswer.True, 0)]
    public void Nineteen_pairs_of_each_label_are_the_minimum_at_five_per_cent(int fakes, LikenessAnswer answer, int lacking)
    {
        var decision = Decide(new Random(2), 0, LikenessExemplars.Prepare(Pairs(new Random(1), 40, fakes, 6)));

        Assert.Equal((answer, lacking), (decision.Answer, decision.Fake.PairsLacking));
        Assert.Equal(lacking > 0, decision.Reasons.Contains(LikenessReason.TooFewFakePairs));
    }

    [Theory]
    [InlineData(0.05, 19)]
    [InlineData(0.01, 99)]
    [InlineData(0.1, 9)]
    [InlineData(0.03, 33)]
    public void The_bound_sets_how_many_pairs_are_needed(double bound, int pairs) =>
        Assert.Equal(pairs, LikenessDecision.PairsNeeded(bound));

    [Fact]
    public void Exemplars_of_only_one_label_decide_nothing()
    {
        var decision = Decide(new Random(2), 0, LikenessExemplars.Prepare(Pairs(new Random(1), 50, 0, 6)));

        Assert.Equal((LikenessAnswer.NotSure, LikenessReason.TooFewFakePairs), (decision.Answer, decision.Reasons[0]));
        Assert.Equal((50, 0, 1), (decision.True.CalibrationPairs, decision.Fake.CalibrationPairs, decision.Fake.PValue));
    }

    [Fact]
    public void Many_photos_of_one_pair_count_as_one_pair()
    {
        var random = new Random(1);
        var exemplars = Pairs(random, 40, 5, 6);
        for (var i = 0; i < 30; i++)
            exemplars.Add(new LikenessExemplar($"again{i}", "fake0", LikenessLabel.Fake, Tongue, Features(random, 6)));

        var decision = Decide(new Random(2), 0, LikenessExemplars.Prepare(exemplars));

        Assert.Equal((5, 14), (decision.Fake.CalibrationPairs, decision.Fake.PairsLacking));
    }

    [Theory]
    [InlineData(-5, LikenessReason.NotTypical)]
    [InlineData(-12, LikenessReason.NoLabelRemains)]
    public void A_new_kind_of_fake_is_not_called_true_for_being_nearer_to_true(double center, LikenessReason reason)
    {
        var exemplars = LikenessExemplars.Prepare(Pairs(new Random(1), 40, 40, 6));

        var decision = Decide(new Random(2), center, exemplars);

        Assert.True(decision.True.TypicalityPValue < 0.03 && !decision.Fake.IsPossible);
        Assert.Equal((LikenessAnswer.NotSure, reason), (decision.Answer, decision.Reasons.Single()));
    }

    [Fact]
    public void A_second_photo_of_a_pair_in_a_view_does_not_count()
    {
        var random = new Random(1);
        var exemplars = Pairs(random, 40, 40, 2);
        var before = Decide(new Random(2), 1, LikenessExemplars.Prepare(exemplars));
        exemplars.Add(exemplars[0] with { Id = "z", Features = Features(random, 0) });
        var after = Decide(new Random(2), 1, LikenessExemplars.Prepare(exemplars));

        Assert.Equal((before.True.PValue, before.Fake.PValue, before.Score), (after.True.PValue, after.Fake.PValue, after.Score));
    }

    [Fact]
    public void A_check_between_labels_that_overlap_is_not_sure()
    {
        var decision = Decide(new Random(2), 0, LikenessExemplars.Prepare(Pairs(new Random(1), 40, 40, 0)));

        Assert.Equal((LikenessAnswer.NotSure, LikenessReason.BothLabelsRemain), (decision.Answer, decision.Reasons.Single()));
    }

    [Fact]
    public void Photos_that_are_all_the_same_are_ties_and_exclude_nothing()
    {
        var exemplars = Enumerable.Range(0, 60)
            .Select(i => new LikenessExemplar($"e{i}", $"p{i}", (LikenessLabel)(i % 2), Tongue, [1, 2, 3])).ToArray();

        var decision = LikenessDecision.Decide(
            new Dictionary<string, float[]> { [Tongue] = [1, 2, 3] }, LikenessExemplars.Prepare(exemplars), 0.05);

        Assert.Equal((1, 1), (decision.True.PValue, decision.Fake.PValue));
        Assert.Equal(0, decision.Score!.Value, 1e-9);
        Assert.Equal(LikenessReason.BothLabelsRemain, decision.Reasons.Single());
    }

    [Fact]
    public void A_view_that_few_pairs_have_is_left_out_and_reported()
    {
        var random = new Random(1);
        var exemplars = Pairs(random, 40, 40, 6);
        for (var i = 0; i < 3; i++)
            exemplars.Add(new LikenessExemplar($"tag{i}", $"true{i}", LikenessLabel.True, Tag, Features(random, 0)));
        var check = new Dictionary<string, float[]>
        {
            [Tag] = Features(random, 0),
            [Tongue] = Features(random, 0),
            ["pad"] = Features(random, 0),
        };

        var decision = LikenessDecision.Decide(check, LikenessExemplars.Prepare(exemplars), 0.05);

        Assert.Equal(LikenessAnswer.True, decision.Answer);
        Assert.Equal([Tongue], decision.ViewsCompared);
        Assert.Equal(["pad", Tag], decision.ViewsSetAside);
        Assert.Contains(LikenessReason.ViewsSetAside, decision.Reasons);
    }

    [Fact]
    public void Two_views_decide_what_one_leaves_open()
    {
        var random = new Random(1);
        var exemplars = Pairs(random, 60, 60, 2.5, Tongue, Tag);
        var prepared = LikenessExemplars.Prepare(exemplars);
        var (one, two) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            var check = new Dictionary<string, float[]> { [Tongue] = Features(random, 0), [Tag] = Features(random, 0) };
            two += LikenessDecision.Decide(check, prepared, 0.05).Answer == LikenessAnswer.True ? 1 : 0;
            check.Remove(Tag);
            one += LikenessDecision.Decide(check, prepared, 0.05).Answer == LikenessAnswer.True ? 1 : 0;
        }

        Assert.True(two > one + 5, $"{two} decided by two views, {one} by one");
    }

    [Fact]
    public void A_pair_with_both_labels_is_left_out_and_reported()
    {
        var exemplars = Pairs(new Random(1), 40, 40, 6);
        exemplars.Add(exemplars[0] with { Id = "contrary", Label = LikenessLabel.Fake });

        var decision = Decide(new Random(2), 0, LikenessExemplars.Prepare(exemplars));

        Assert.Equal(39, decision.True.CalibrationPairs);
        Assert.Contains(LikenessReason.ConflictingPairs, decision.Reasons);
    }

    [Fact]
    public void The_order_of_exemplars_changes_nothing()
    {
        var exemplars = Pairs(new Random(1), 30, 30, 2);
        var forth = Decide(new Random(2), 0, LikenessExemplars.Prepare(exemplars));
        exemplars.Reverse();
        var back = Decide(new Random(2), 0, LikenessExemplars.Prepare(exemplars));

        Assert.Equal((forth.Answer, forth.True.PValue, forth.Fake.PValue), (back.Answer, back.True.PValue, back.Fake.PValue));
        Assert.Equal(forth.Fake.Nearest, back.Fake.Nearest);
    }

    [Fact]
    public void Features_of_another_version_are_refused()
    {
        var exemplars = Pairs(new Random(1), 2, 2, 1);
        var other = new Dictionary<string, float[]> { [Tongue] = [1] };

        Assert.Throws<ArgumentException>(() => LikenessDecision.Decide(other, LikenessExemplars.Prepare(exemplars), 0.05));
        Assert.Throws<ArgumentException>(() => LikenessExemplars.Prepare([.. exemplars, exemplars[0] with { Features = [1] }]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(new Random(1), 0, LikenessExemplars.Prepare(exemplars), 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_single_pair_of_a_label_is_not_enough_and_no_obstacle(int trues, int fakes)
    {
        var decision = Decide(new Random(2), 0, LikenessExemplars.Prepare(Pairs(new Random(1), trues, fakes, 6)));

        Assert.Equal(LikenessAnswer.NotSure, decision.Answer);
        Assert.Equal((19 - trues, 19 - fakes), (decision.True.PairsLacking, decision.Fake.PairsLacking));
        Assert.All([decision.True, decision.Fake], label =>
        {
            Assert.InRange(label.PValue, 0.5, 1);
            Assert.InRange(label.TypicalityPValue, 0.5, 1);
        });
    }

    [Fact]
    public void Exemplars_without_any_spread_still_tell_one_label_from_the_other()
    {
        var exemplars = LikenessExemplars.Prepare([.. Enumerable.Range(0, 80)
            .Select(i => new LikenessExemplar($"e{i}", $"p{i}", (LikenessLabel)(i % 2), Tongue, i % 2 == 0 ? [1, 0] : [0, 1]))]);

        Assert.Equal(LikenessAnswer.True, Decide([1, 0]).Answer);
        Assert.Equal(LikenessAnswer.Fake, Decide([0, 1]).Answer);
        Assert.Equal(LikenessAnswer.NotSure, Decide([-1, -1]).Answer);

        LikenessDecision Decide(float[] check) =>
            LikenessDecision.Decide(new Dictionary<string, float[]> { [Tongue] = check }, exemplars, 0.05);
    }

    [Fact]
    public void Concurrent_checks_get_the_same_decisions_as_sequential_ones()
    {
        var exemplars = Pairs(new Random(1), 40, 40, 2);
        var checks = Enumerable.Range(0, 64).Select(i => Features(new Random(i), i % 5)).ToArray();
        var together = LikenessExemplars.Prepare(exemplars);

        var atOnce = checks.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(check => Decide(check, together)).ToArray();

        Assert.Equal(checks.Select(check => Decide(check, LikenessExemplars.Prepare(exemplars))), atOnce);

        static (double?, double, double) Decide(float[] check, LikenessExemplars exemplars)
        {
            var decision = LikenessDecision.Decide(new Dictionary<string, float[]> { [Tongue] = check }, exemplars, 0.05);
            return (decision.Score, decision.True.PValue, decision.Fake.PValue);
        }
    }
}
