using System.Collections.Concurrent;

namespace SneakerCheck.Checks.Likeness;

/// <summary>The known label of a pair of shoes.</summary>
public enum LikenessLabel
{
    /// <summary>Genuine.</summary>
    True,

    /// <summary>A counterfeit.</summary>
    Fake,
}

/// <summary>One labelled photo.</summary>
/// <param name="Id">The exemplar.</param>
/// <param name="PairId">The pair of shoes. A pair counts once, however many photos it has.</param>
/// <param name="Label">The pair's label.</param>
/// <param name="View">The view that the photo shows.</param>
/// <param name="Features">From <see cref="PhotoFeatures.Extract"/>, all of one version.</param>
public sealed record LikenessExemplar(string Id, string PairId, LikenessLabel Label, string View, float[] Features);

/// <summary>
/// The exemplars of one shoe model, prepared for decisions: grouped by pair, and fitted when a check first needs a set of views.
/// Thread-safe: one instance serves concurrent checks.
/// </summary>
public sealed class LikenessExemplars
{
    // Nearly all checks of a template have the same views. If there are more sets than this, they are dropped and fitted again.
    private const int SetsKept = 4;

    private readonly ConcurrentDictionary<string, LikenessViewSet> sets = new();

    private LikenessExemplars(ExemplarPair[] pairs, int conflictingPairs)
    {
        Pairs = pairs;
        ConflictingPairs = conflictingPairs;
        Bytes = pairs.Sum(pair => pair.Views.Values.Sum(photo => (long)sizeof(float) * photo.Features.Length))
            + LikenessModel.BytesPerTwoPairs * pairs.Length * pairs.Length;
    }

    /// <summary>The number of pairs that were left out because their exemplars have both labels.</summary>
    public int ConflictingPairs { get; }

    /// <summary>The approximate memory in bytes once it is fitted for one set of views.</summary>
    public long Bytes { get; }

    internal IReadOnlyList<ExemplarPair> Pairs { get; }

    /// <summary>Groups exemplars by pair. Their order does not matter.</summary>
    /// <exception cref="ArgumentException">The features have different lengths.</exception>
    public static LikenessExemplars Prepare(IReadOnlyCollection<LikenessExemplar> exemplars)
    {
        if (exemplars.Select(exemplar => exemplar.Features.Length).Distinct().Take(2).Count() > 1)
            throw new ArgumentException("All exemplars must have features of one version.", nameof(exemplars));
        var groups = exemplars.GroupBy(exemplar => exemplar.PairId).ToArray();
        var pairs = groups.Where(group => group.All(exemplar => exemplar.Label == group.First().Label))
            .Select(group => new ExemplarPair(
                group.Key,
                group.First().Label,
                group.GroupBy(exemplar => exemplar.View).ToDictionary(view => view.Key, FirstOf)))
            .OrderBy(pair => pair.Id, StringComparer.Ordinal)
            .ToArray();
        return new LikenessExemplars(pairs, groups.Length - pairs.Length);

        // A check has one photo for each view. A pair with more would be nearer to others and so not comparable with a check.
        static LikenessExemplar FirstOf(IEnumerable<LikenessExemplar> photos) =>
            photos.OrderBy(photo => photo.Id, StringComparer.Ordinal).First();
    }

    /// <summary>The pairs that have all of the views, which must be in ordinal order.</summary>
    internal LikenessViewSet With(IReadOnlyList<string> views)
    {
        var key = string.Join('\n', views);
        if (sets.Count >= SetsKept && !sets.ContainsKey(key))
            sets.Clear();
        return sets.GetOrAdd(key, _ => new LikenessViewSet(views, Pairs));
    }
}

/// <summary>A pair of shoes with one photo for each of its views.</summary>
internal sealed record ExemplarPair(string Id, LikenessLabel Label, IReadOnlyDictionary<string, LikenessExemplar> Views);
