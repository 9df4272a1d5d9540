using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>Compares one check with the exemplars: its distances to them, and the result of the fitted model.</summary>
internal sealed class LikenessComparison
{
    private const int NearestCount = 3;

    private readonly LikenessViewSet set;
    private readonly float[][] distances;
    private readonly LikenessTest? test;

    /// <exception cref="ArgumentException">The features do not have the same length as the exemplars'.</exception>
    public LikenessComparison(IReadOnlyDictionary<string, float[]> check, LikenessViewSet set)
    {
        this.set = set;
        distances = [.. set.Views.Select(view =>
            set.Pairs.Select(pair => TensorPrimitives.Distance<float>(check[view], pair.Views[view].Features)).ToArray())];
        if (Enum.GetValues<LikenessLabel>().All(label => Count(label) > 0))
            test = set.Test(check, distances);
    }

    /// <summary>About −1 for true pairs and 1 for fake ones; null unless both labels have pairs.</summary>
    public double? Score => test?.Score;

    /// <summary>The p-value and typicality p-value of a label, and its number of pairs. Both are 1 if nothing can be compared.</summary>
    public (double PValue, double Typicality, int Pairs) Test(LikenessLabel label)
    {
        var (pValue, typicality) = test?.Labels[(int)label] ?? (1, 1);
        return (pValue, typicality, Count(label));
    }

    /// <summary>The nearest exemplars of a label, one for each pair and view.</summary>
    public IReadOnlyList<NearestExemplar> Nearest(LikenessLabel label) =>
    [
        .. set.Views.SelectMany((view, i) => set.Pairs.Zip(distances[i], (pair, distance) => (Photo: pair.Views[view], Distance: distance)))
            .Where(near => near.Photo.Label == label)
            .Select(near => new NearestExemplar(near.Photo.Id, near.Photo.PairId, near.Photo.View, near.Distance))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Id, StringComparer.Ordinal)
            .Take(NearestCount),
    ];

    private int Count(LikenessLabel label) => set.Pairs.Count(pair => pair.Label == label);
}
