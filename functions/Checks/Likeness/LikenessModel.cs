using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// The model fitted to the pairs that have a set of views: a kernel ridge regression that separates the labels, and for each label a
/// regression on its own pairs alone, which is the typicality gate. A check is tested as one more pair: every pair, the check
/// included, is predicted from all others, so that no pair is favoured by having been in the training data.
/// </summary>
internal sealed class LikenessModel
{
    /// <summary>Bytes of a fitted model by the square of its pairs: one inverse of all pairs and one of each label's half.</summary>
    public const long BytesPerTwoPairs = 12;

    // Of the Gaussian kernel. A narrow kernel leaves more new kinds undecided, because it is uncertain far from every pair.
    private const double Gamma = 2;

    // Relative to kernel values of at most 1. The labels overlap, so their regression must not overfit; the gate's may follow each pair.
    private const double LabelRidge = 0.5, GateRidge = 0.01;

    // Pairs that are predicted this close to their label, or closer, count as equally conforming. If every pair were ranked, the last
    // ones would be excluded even where the labels are far apart, and checks like them would be left without a label.
    private const double LeastNonconformity = 0.9;

    // Equal pairs may give slightly different sums; a smaller difference is a tie.
    private const double Rounding = 1e-9;

    private readonly int[][] membersOf;
    private readonly double[] targets;
    private readonly KernelInverse labels;
    private readonly KernelInverse[] gates;
    private readonly double[] coefficients;

    /// <summary>Fits pairs by their scaled squared distances, row by row. Only the lower triangle is read.</summary>
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
            // Adding one to every kernel value gives the regression a constant term.
            TensorPrimitives.Add(likenesses, 1, likenesses);
            labels.Add(likenesses, 2);
        }

        coefficients = labels.Solve(targets);
    }

    /// <summary>Tests a check by its squared distances to the pairs, scaled like those between the pairs.</summary>
    public LikenessTest Test(ReadOnlySpan<float> squaredDistances)
    {
        var likenesses = Likenesses(squaredDistances);
        var gateTests = Enum.GetValues<LikenessLabel>().Select(label => Typicality(label, likenesses)).ToArray();
        TensorPrimitives.Add(likenesses, 1, likenesses);
        var (weights, variance) = labels.Predict(likenesses, 2);
        var score = TensorPrimitives.Dot(weights, targets);
        return new LikenessTest(
            score,
            [.. Enum.GetValues<LikenessLabel>().Select((label, i) => (PValue(label, weights, variance, score), gateTests[i]))]);
    }

    // With the check added under this label: the share of the label's pairs whose prediction error is at least the check's.
    private double PValue(LikenessLabel label, double[] weights, double variance, double score)
    {
        var target = Target(label);
        var nonconformity = Math.Max(LeastNonconformity, 1 - target * score);
        var rank = 1;
        foreach (var pair in membersOf[(int)label])
        {
            var coefficient = coefficients[pair] + weights[pair] * (score - target) / variance;
            var diagonal = labels.Diagonal(pair) + weights[pair] * weights[pair] / variance;
            // The leave-one-out error is the coefficient divided by the diagonal entry.
            rank += Math.Max(LeastNonconformity, target * coefficient / diagonal) >= nonconformity - Rounding ? 1 : 0;
        }

        return rank / (membersOf[(int)label].Length + 1d);
    }

    // The same, by the variance that the label's other pairs leave unexplained.
    private double Typicality(LikenessLabel label, double[] likenesses)
    {
        var (gate, members) = (gates[(int)label], membersOf[(int)label]);
        var (weights, variance) = gate.Predict(Of(likenesses, members), 1);
        var rank = 1;
        for (var i = 0; i < members.Length; i++)
            rank += 1 / (gate.Diagonal(i) + weights[i] * weights[i] / variance) >= variance - Rounding ? 1 : 0;
        return rank / (members.Length + 1d);
    }

    private static double Target(LikenessLabel label) => label == LikenessLabel.True ? -1 : 1;

    private static double[] Likenesses(ReadOnlySpan<float> squaredDistances)
    {
        var likenesses = new double[squaredDistances.Length];
        for (var i = 0; i < likenesses.Length; i++)
            likenesses[i] = Math.Exp(-Gamma * squaredDistances[i]);
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

/// <summary>The result of testing a check.</summary>
/// <param name="Score">The regression's value for the check: about −1 for true pairs, 1 for fake ones.</param>
/// <param name="Labels">By label, its p-value and its typicality p-value.</param>
internal sealed record LikenessTest(double Score, (double PValue, double Typicality)[] Labels);
