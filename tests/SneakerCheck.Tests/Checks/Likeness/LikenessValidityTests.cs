using SneakerCheck.Checks.Likeness;
using static SneakerCheck.Tests.Checks.Likeness.DrawnPairs;

namespace SneakerCheck.Tests.Checks.Likeness;

/// <summary>The guarantee of the decision: how often a correct label is excluded, on randomly drawn pairs.</summary>
public sealed class LikenessValidityTests
{
    [Fact]
    public void A_p_value_is_the_rank_among_the_labels_pairs_each_compared_with_all_others()
    {
        var all = Pairs(new Random(1), 25, 25, 2);
        var fakes = all.Where(exemplar => exemplar.Label == LikenessLabel.Fake).Select(each => LikenessDecision.Decide(
            new Dictionary<string, float[]> { [Tongue] = each.Features },
            LikenessExemplars.Prepare([.. all.Where(other => other != each)]), 0.05)).ToArray();

        // Whichever pair is the check, its label has the same pairs in total. Pairs that are predicted well are tied.
        foreach (var fake in fakes)
            Assert.Equal(fake.Score > 0.1 ? 1 : fakes.Count(other => other.Score <= fake.Score) / 25d, fake.Fake.PValue, 1e-9);
        Assert.InRange(fakes.Count(fake => fake.Score <= 0.1), 2, 23);
        Assert.Equal(Enumerable.Range(1, 25), fakes.Select(fake => (int)Math.Round(fake.Fake.TypicalityPValue * 25)).Order());
    }

    [Fact]
    public void A_correct_label_is_excluded_about_as_rarely_as_the_bound_allows()
    {
        const int Trials = 400, PairsPerLabel = 39;
        const double Bound = 0.1;
        var random = new Random(11);
        var (excludedTrue, excludedFake, wrong, untypical) = (0, 0, 0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var exemplars = LikenessExemplars.Prepare(Pairs(random, PairsPerLabel, PairsPerLabel, 1.5));
            var onTrue = Decide(random, 0, exemplars, Bound);
            var onFake = Decide(random, 1.5, exemplars, Bound);
            excludedTrue += onTrue.True.IsPossible ? 0 : 1;
            excludedFake += onFake.Fake.IsPossible ? 0 : 1;
            untypical += (onTrue.True.IsTypical ? 0 : 1) + (onFake.Fake.IsTypical ? 0 : 1);
            wrong += (onTrue.Answer == LikenessAnswer.Fake ? 1 : 0) + (onFake.Answer == LikenessAnswer.True ? 1 : 0);
        }

        // Three standard deviations of a share of 0.1 among 400 are 0.045.
        Assert.InRange((double)excludedTrue / Trials, Bound - 0.045, Bound + 0.045);
        Assert.InRange((double)excludedFake / Trials, Bound - 0.045, Bound + 0.045);
        Assert.InRange(untypical / (2d * Trials), Bound / 2 - 0.023, Bound / 2 + 0.023);
        Assert.InRange(wrong / (2d * Trials), 0.001, Bound + 0.045 / Math.Sqrt(2));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(6)]
    public void P_values_of_correct_labels_are_valid_at_every_bound(double fakeCenter)
    {
        const int Trials = 250, PairsPerLabel = 19;
        var random = new Random(12);
        var pValues = new List<double>();
        for (var trial = 0; trial < Trials; trial++)
        {
            var exemplars = LikenessExemplars.Prepare(Pairs(random, PairsPerLabel, PairsPerLabel, fakeCenter, Tongue, Tag));
            var center = trial % 2 == 0 ? 0 : fakeCenter;
            var check = new Dictionary<string, float[]> { [Tongue] = Features(random, center), [Tag] = Features(random, center) };
            var decision = LikenessDecision.Decide(check, exemplars, 0.05);
            pValues.Add((trial % 2 == 0 ? decision.True : decision.Fake).PValue);
        }

        for (var rank = 1; rank <= PairsPerLabel; rank++)
        {
            var bound = rank / (PairsPerLabel + 1d);
            var threeStandardErrors = 3 * Math.Sqrt(bound * (1 - bound) / Trials);
            Assert.InRange(pValues.Count(pValue => pValue <= bound + 1e-9) / (double)Trials, 0, bound + threeStandardErrors);
        }
    }

    [Fact]
    public void If_the_labels_are_far_apart_only_the_gate_leaves_checks_undecided()
    {
        const int Trials = 400;
        var random = new Random(13);
        var exemplars = LikenessExemplars.Prepare(Pairs(random, 60, 60, 12));
        var decisions = Enumerable.Range(0, Trials).Select(trial => Decide(random, trial % 2 * 12, exemplars)).ToArray();

        Assert.All(
            decisions.Where((_, trial) => trial % 2 == 0),
            decision => Assert.True(decision.Answer is LikenessAnswer.True || !decision.True.IsTypical));
        Assert.All(
            decisions.Where((_, trial) => trial % 2 == 1),
            decision => Assert.True(decision.Answer is LikenessAnswer.Fake || !decision.Fake.IsTypical));
        Assert.InRange(decisions.Count(decision => decision.Answer == LikenessAnswer.NotSure), 1, 0.06 * Trials);
    }
}
