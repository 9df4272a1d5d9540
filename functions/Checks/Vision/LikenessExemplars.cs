using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Vision;

/// <summary>What a pair of shoes is known to be.</summary>
public enum LikenessLabel
{
    /// <summary>The brand's own.</summary>
    True,

    /// <summary>An imitation.</summary>
    Fake,
}

/// <summary>One labelled photo.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="PairId">The pair of shoes on it. A pair counts once, however many photos there are of it.</param>
/// <param name="Label">What the pair is.</param>
/// <param name="View">Which view the photo shows.</param>
/// <param name="Features">By <see cref="PhotoFeatures.Extract"/>, all of one version.</param>
public sealed record LikenessExemplar(string Id, string PairId, LikenessLabel Label, string View, float[] Features);

/// <summary>
/// The exemplars of one shoe model, made ready for decisions: grouped by pair, with the distances of each pair to its nearest
/// others in every view. Costs one pass over all pairs of pairs; immutable, so that one may serve many checks.
/// </summary>
public sealed class LikenessExemplars
{
    /// <summary>How many nearest pairs a distance is averaged over.</summary>
    public const int Neighbours = 3;

    private readonly Dictionary<string, ExemplarPair[]> byView;

    private LikenessExemplars(ExemplarPair[] pairs, int conflictingPairs)
    {
        Pairs = pairs;
        ConflictingPairs = conflictingPairs;
        byView = pairs.SelectMany(pair => pair.Views.Keys.Select(view => (view, pair)))
            .GroupBy(entry => entry.view, entry => entry.pair)
            .ToDictionary(group => group.Key, group => group.ToArray());
        foreach (var (view, present) in byView)
        {
            foreach (var pair in present)
                pair.Views[view].Nearest = [NearestOf(pair, LikenessLabel.True), NearestOf(pair, LikenessLabel.Fake)];

            NearestPairs NearestOf(ExemplarPair pair, LikenessLabel label)
            {
                var nearest = new NearestPairs();
                foreach (var other in present)
                {
                    if (other != pair && other.Label == label)
                        nearest.Add(pair.Views[view].DistanceTo(other.Views[view]));
                }

                return nearest;
            }
        }
    }

    /// <summary>Pairs left out because their exemplars bear both labels.</summary>
    public int ConflictingPairs { get; }

    internal IReadOnlyList<ExemplarPair> Pairs { get; }

    /// <summary>Groups exemplars by pair. The order of the exemplars does not matter.</summary>
    /// <exception cref="ArgumentException">Features of different lengths, or none.</exception>
    public static LikenessExemplars Prepare(IReadOnlyCollection<LikenessExemplar> exemplars)
    {
        if (exemplars.Select(exemplar => exemplar.Features.Length).Distinct().Take(2).Count() > 1)
            throw new ArgumentException("All exemplars must have features of one version.", nameof(exemplars));
        var groups = exemplars.GroupBy(exemplar => exemplar.PairId).ToArray();
        var pairs = groups.Where(group => group.All(exemplar => exemplar.Label == group.First().Label))
            .Select(group => new ExemplarPair(
                group.Key,
                group.First().Label,
                group.GroupBy(exemplar => exemplar.View).ToDictionary(view => view.Key, view => new PairView([.. view]))))
            .OrderBy(pair => pair.Id, StringComparer.Ordinal)
            .ToArray();
        return new LikenessExemplars(pairs, groups.Length - pairs.Length);
    }

    /// <summary>The pairs that have a view.</summary>
    internal IReadOnlyList<ExemplarPair> WithView(string view) => byView.GetValueOrDefault(view) ?? [];
}

/// <summary>A pair of shoes by the views there are of it.</summary>
internal sealed record ExemplarPair(string Id, LikenessLabel Label, Dictionary<string, PairView> Views);

/// <summary>The photos of one pair in one view.</summary>
internal sealed class PairView(LikenessExemplar[] photos)
{
    /// <summary>By label, the nearest other pairs of that label.</summary>
    public NearestPairs[] Nearest { get; set; } = [];

    /// <summary>The photo nearest to the given features, and how near it is.</summary>
    public (LikenessExemplar Photo, float Distance) NearestTo(float[] features)
    {
        var (nearest, best) = (photos[0], float.PositiveInfinity);
        foreach (var photo in photos)
        {
            var distance = TensorPrimitives.Distance<float>(features, photo.Features);
            if (distance < best)
                (nearest, best) = (photo, distance);
        }

        return (nearest, best);
    }

    /// <summary>The distance of the two nearest photos.</summary>
    public float DistanceTo(PairView other) => photos.Min(photo => other.NearestTo(photo.Features).Distance);
}

/// <summary>The smallest few of the distances added.</summary>
internal sealed class NearestPairs
{
    private readonly List<float> distances = new(LikenessExemplars.Neighbours + 1);

    public void Add(float distance)
    {
        var place = distances.BinarySearch(distance);
        distances.Insert(place < 0 ? ~place : place, distance);
        if (distances.Count > LikenessExemplars.Neighbours)
            distances.RemoveAt(LikenessExemplars.Neighbours);
    }

    /// <summary>The mean distance; infinite where there is no neighbour.</summary>
    public double Mean => distances.Count == 0 ? double.PositiveInfinity : distances.Average();

    /// <summary>The mean as it would be with one more distance.</summary>
    public double MeanWith(float distance)
    {
        var more = new NearestPairs();
        more.distances.AddRange(distances);
        more.Add(distance);
        return more.Mean;
    }
}
