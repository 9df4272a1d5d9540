namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// Chooses the views to compare. Only pairs that have all of them can be used, because scores over different views are not comparable.
/// The choice depends only on which views exist, never on the photos, so it does not affect the error bound.
/// </summary>
internal static class LikenessViews
{
    /// <summary>
    /// Chooses as many of the check's views as leave enough pairs of both labels, dropping the rarest first. If no choice does, the views
    /// that leave the most pairs. In ordinal order; empty if there are no exemplars of any of the views.
    /// </summary>
    public static IReadOnlyList<string> Choose(IEnumerable<string> checkViews, LikenessExemplars exemplars, int needed)
    {
        var views = checkViews.Where(view => exemplars.Pairs.Any(pair => pair.Views.ContainsKey(view)))
            .OrderByDescending(view => MinorityCount([.. exemplars.Pairs.Where(pair => pair.Views.ContainsKey(view))]))
            .ThenBy(view => view, StringComparer.Ordinal)
            .ToList();
        var (best, bestCover) = (views.ToArray(), -1);
        for (; views.Count > 0 && bestCover < 2 * needed; views.RemoveAt(views.Count - 1))
        {
            var covering = exemplars.Pairs.Where(pair => views.TrueForAll(pair.Views.ContainsKey)).ToArray();
            var cover = Enum.GetValues<LikenessLabel>().Sum(label => Math.Min(needed, covering.Count(pair => pair.Label == label)));
            if (cover > bestCover)
                (best, bestCover) = (views.ToArray(), cover);
        }

        Array.Sort(best, StringComparer.Ordinal);
        return best;
    }

    private static int MinorityCount(IReadOnlyList<ExemplarPair> pairs)
    {
        var trueCount = pairs.Count(pair => pair.Label == LikenessLabel.True);
        return Math.Min(trueCount, pairs.Count - trueCount);
    }
}
