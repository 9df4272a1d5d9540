namespace SneakerCheck.Checks.Vision;

/// <summary>
/// One check among the exemplars: how strange it is to a label, beside how strange that label's own pairs are once the check
/// counts as one of them. In each view a pair is scored by its mean distance to its nearest pairs of the same label and of
/// the other, itself left out; the scores of the views are averaged.
/// </summary>
internal sealed class LikenessComparison
{
    // Keeps the ratio of two distances finite for photos that are the same.
    private const double SmallestDistance = 1e-6;

    private readonly IReadOnlyList<string> views;
    private readonly LikenessExemplars exemplars;
    private readonly Dictionary<(string View, string PairId), (LikenessExemplar Photo, float Distance)> nearestPhotos = [];
    private readonly NearestPairs[][] nearestPairs;

    /// <exception cref="ArgumentException">Features of another length than the exemplars'.</exception>
    public LikenessComparison(IReadOnlyDictionary<string, float[]> check, IReadOnlyList<string> views, LikenessExemplars exemplars)
    {
        this.views = views;
        this.exemplars = exemplars;
        nearestPairs = [.. views.Select(_ => new[] { new NearestPairs(), new NearestPairs() })];
        for (var i = 0; i < views.Count; i++)
        {
            foreach (var pair in exemplars.WithView(views[i]))
            {
                var nearest = pair.Views[views[i]].NearestTo(check[views[i]]);
                nearestPhotos[(views[i], pair.Id)] = nearest;
                nearestPairs[i][(int)pair.Label].Add(nearest.Distance);
            }
        }
    }

    /// <summary>ln(distance to true ÷ distance to fake), averaged over the views; null unless every view has both.</summary>
    public double? Score => CanCompare ? nearestPairs.Average(nearest => Ratio(nearest[0].Mean, nearest[1].Mean)) : null;

    private bool CanCompare => views.Count > 0 && nearestPairs.All(nearest => double.IsFinite(nearest[0].Mean + nearest[1].Mean));

    /// <summary>The p-values of a label, by ratio and by distance alone, and of how many pairs; 1 where nothing can be compared.</summary>
    public (double PValue, double Typicality, int Pairs) Test(LikenessLabel label)
    {
        var pairs = exemplars.Pairs.Where(pair => pair.Label == label && views.All(pair.Views.ContainsKey) && views.Count > 0).ToArray();
        if (!CanCompare)
            return (1, 1, pairs.Length);
        var (own, other) = ((int)label, 1 - (int)label);
        var (checkRatio, checkDistance) = (0d, 0d);
        foreach (var nearest in nearestPairs)
        {
            checkRatio += Ratio(nearest[own].Mean, nearest[other].Mean);
            checkDistance += nearest[own].Mean;
        }

        // The check is one of those at least as strange as itself.
        var (strangerByRatio, strangerByDistance) = (1, 1);
        foreach (var pair in pairs)
        {
            var (ratio, distance) = (0d, 0d);
            foreach (var view in views)
            {
                var nearest = pair.Views[view].Nearest;
                var ownDistance = nearest[own].MeanWith(nearestPhotos[(view, pair.Id)].Distance);
                ratio += Ratio(ownDistance, nearest[other].Mean);
                distance += ownDistance;
            }

            strangerByRatio += ratio >= checkRatio ? 1 : 0;
            strangerByDistance += distance >= checkDistance ? 1 : 0;
        }

        return (strangerByRatio / (pairs.Length + 1d), strangerByDistance / (pairs.Length + 1d), pairs.Length);
    }

    /// <summary>The nearest exemplars of a label, one a pair and view.</summary>
    public IReadOnlyList<NearestExemplar> Nearest(LikenessLabel label) =>
    [
        .. nearestPhotos.Where(entry => entry.Value.Photo.Label == label)
            .OrderBy(entry => entry.Value.Distance)
            .ThenBy(entry => entry.Value.Photo.Id, StringComparer.Ordinal)
            .Take(LikenessExemplars.Neighbours)
            .Select(entry => new NearestExemplar(entry.Value.Photo.Id, entry.Key.PairId, entry.Key.View, entry.Value.Distance)),
    ];

    private static double Ratio(double own, double other) => Math.Log((own + SmallestDistance) / (other + SmallestDistance));
}
