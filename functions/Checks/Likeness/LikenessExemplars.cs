using System.Collections.Concurrent;

namespace SneakerCheck.Checks.Likeness;

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
/// The exemplars of one shoe model, made ready for decisions: grouped by pair, and fitted when a check with certain views first
/// asks for it. Never changes as seen from outside, so that one may serve many checks at once.
/// </summary>
public sealed class LikenessExemplars
{
    // Checks of one template have the same views but for a few; more sets than this are forgotten and fitted anew.
    private const int SetsKept = 4;

    private readonly ConcurrentDictionary<string, LikenessViewSet> sets = new();

    private LikenessExemplars(ExemplarPair[] pairs, int conflictingPairs)
    {
        Pairs = pairs;
        ConflictingPairs = conflictingPairs;
        Bytes = pairs.Sum(pair => pair.Views.Values.Sum(photo => (long)sizeof(float) * photo.Features.Length))
            + LikenessModel.BytesPerTwoPairs * pairs.Length * pairs.Length;
    }

    /// <summary>Pairs left out because their exemplars bear both labels.</summary>
    public int ConflictingPairs { get; }

    /// <summary>About how many bytes of memory it takes once it has been fitted for one set of views.</summary>
    public long Bytes { get; }

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
                group.GroupBy(exemplar => exemplar.View).ToDictionary(view => view.Key, FirstOf)))
            .OrderBy(pair => pair.Id, StringComparer.Ordinal)
            .ToArray();
        return new LikenessExemplars(pairs, groups.Length - pairs.Length);

        // A check has one photo a view; a pair with more would be easier to be near to, and no measure for checks.
        static LikenessExemplar FirstOf(IEnumerable<LikenessExemplar> photos) =>
            photos.OrderBy(photo => photo.Id, StringComparer.Ordinal).First();
    }

    /// <summary>The pairs that have all of the views, given in ordinal order.</summary>
    internal LikenessViewSet With(IReadOnlyList<string> views)
    {
        var key = string.Join('\n', views);
        if (sets.Count >= SetsKept && !sets.ContainsKey(key))
            sets.Clear();
        return sets.GetOrAdd(key, _ => new LikenessViewSet(views, Pairs));
    }
}

/// <summary>A pair of shoes by the views there are of it, with one photo each.</summary>
internal sealed record ExemplarPair(string Id, LikenessLabel Label, IReadOnlyDictionary<string, LikenessExemplar> Views);
