using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// The pairs that have certain views, fitted: a kernel ridge regression that tells the labels apart, and for each label a
/// regression on its own pairs alone that knows what it has seen. A check is tested as though it were one more pair: every
/// pair, the check among them, is predicted from all the others, so that no pair is favoured by having been learnt from.
/// </summary>
internal sealed class LikenessModel
{
    /// <summary>Memory of a fitted model by the square of its pairs: an inverse of all, and one of each label's half.</summary>
    public const long BytesPerTwoPairs = 12;

    // A narrow kernel knows less of what is far from every pair, and so leaves more new kinds undecided.
    private const double Narrowness = 2;

    // Likenesses are at most 1. The labels overlap, so their regression must not follow every pair; the gate's may.
    private const double LabelRidge = 0.5, GateRidge = 0.01;

    // A pair predicted this near to its label, or nearer, is not strange at all. Were every pair ranked, the strangest would be
    // excluded even where the labels are worlds apart, and a check like them would be left without a label.
    private const double NotStrange = 0.9;

    // Equal pairs get here by different sums; what differs less than this is a tie.
    private const double Rounding = 1e-9;

    private readonly int[][] membersOf;
    private readonly double[] targets;
    private readonly KernelInverse labels;
    private readonly KernelInverse[] gates;
    private readonly double[] coefficients;

    /// <summary>Fits pairs by their squared distances in units of a typical one, row by row, the lower triangle being read.</summary>
    public LikenessModel(IReadOnlyList<LikenessLabel> pairLabels, float[][] squaredDistances)
    {
        targets = [.. pairLabels.Select(Target)];
        membersOf = [.. Enum.GetValues<LikenessLabel>().Select(label =>
            Enumerable.Range(0, targets.Length).Where(pair => pairLabels[pair] == label).ToArray())];
        labels = new KernelInverse(LabelRidge, targets.Length);
        gates = [.. membersOf.Select(members => new KernelInverse(GateRidge, members.Length))];
        for (var pair = 0; pair < targets.Length; pair++)
        {
            var likenesses = Likenesses(squaredDistances[pair].AsSpan(0, pair));
            var label = (int)pairLabels[pair];
            gates[label].Add(Of(likenesses, membersOf[label].AsSpan(0, gates[label].Count)), 1);
            // One more on everything is the regression's constant term.
            TensorPrimitives.Add(likenesses, 1, likenesses);
            labels.Add(likenesses, 2);
        }

        coefficients = labels.Solve(targets);
    }

    /// <summary>Tests a check by its squared distances to the pairs, in the units of the pairs' own.</summary>
    public LikenessTest Test(ReadOnlySpan<float> squaredDistances)
    {
        var likenesses = Likenesses(squaredDistances);
        var gateTests = Enum.GetValues<LikenessLabel>().Select(label => Typicality(label, likenesses)).ToArray();
        TensorPrimitives.Add(likenesses, 1, likenesses);
        var (weights, variance) = labels.Weigh(likenesses, 2);
        var score = TensorPrimitives.Dot(weights, targets);
        return new LikenessTest(
            score,
            [.. Enum.GetValues<LikenessLabel>().Select((label, i) => (PValue(label, weights, variance, score), gateTests[i]))]);
    }

    // With the check among the pairs under this label: how many of the label's pairs are predicted as wrongly as it is.
    private double PValue(LikenessLabel label, double[] weights, double variance, double score)
    {
        var target = Target(label);
        var strangeness = Math.Max(NotStrange, 1 - target * score);
        var stranger = 1;
        foreach (var pair in membersOf[(int)label])
        {
            var coefficient = coefficients[pair] + weights[pair] * (score - target) / variance;
            var diagonal = labels.Diagonal(pair) + weights[pair] * weights[pair] / variance;
            // A coefficient over its diagonal entry is the error of the prediction from all others.
            stranger += Math.Max(NotStrange, target * coefficient / diagonal) >= strangeness - Rounding ? 1 : 0;
        }

        return stranger / (membersOf[(int)label].Length + 1d);
    }

    // The same, by how much of a pair the label's other pairs leave unexplained.
    private double Typicality(LikenessLabel label, double[] likenesses)
    {
        var (gate, members) = (gates[(int)label], membersOf[(int)label]);
        var (weights, variance) = gate.Weigh(Of(likenesses, members), 1);
        var stranger = 1;
        for (var i = 0; i < members.Length; i++)
            stranger += 1 / (gate.Diagonal(i) + weights[i] * weights[i] / variance) >= variance - Rounding ? 1 : 0;
        return stranger / (members.Length + 1d);
    }

    private static double Target(LikenessLabel label) => label == LikenessLabel.True ? -1 : 1;

    private static double[] Likenesses(ReadOnlySpan<float> squaredDistances)
    {
        var likenesses = new double[squaredDistances.Length];
        for (var i = 0; i < likenesses.Length; i++)
            likenesses[i] = Math.Exp(-Narrowness * squaredDistances[i]);
        return likenesses;
    }

    private static double[] Of(double[] likenesses, ReadOnlySpan<int> members)
    {
        var chosen = new double[members.Length];
        for (var i = 0; i < chosen.Length; i++)
            chosen[i] = likenesses[members[i]];
        return chosen;
    }
}

/// <summary>What a test finds.</summary>
/// <param name="Score">The regression's value for the check: about −1 for true pairs, 1 for fake ones.</param>
/// <param name="Labels">By label, the p-values of the label and of being typical of it.</param>
internal sealed record LikenessTest(double Score, (double PValue, double Typicality)[] Labels);
