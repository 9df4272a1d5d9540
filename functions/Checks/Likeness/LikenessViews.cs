namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// Chooses the views to compare. Only pairs that have all of them can calibrate, since a score over other views would be
/// another score. The choice looks at which views there are, never at what is on them, so it does not bend the error bound.
/// </summary>
internal static class LikenessViews
{
    /// <summary>
    /// As many of the check's views as leave enough pairs of both labels, dropping the rarest first; where that cannot be, the
    /// views that come nearest to it. In ordinal order; empty where no exemplar shows any of them.
    /// </summary>
    public static IReadOnlyList<string> Choose(IEnumerable<string> checkViews, LikenessExemplars exemplars, int needed)
    {
        var views = checkViews.Where(view => exemplars.Pairs.Any(pair => pair.Views.ContainsKey(view)))
            .OrderByDescending(view => LesserCount([.. exemplars.Pairs.Where(pair => pair.Views.ContainsKey(view))]))
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

    private static int LesserCount(IReadOnlyList<ExemplarPair> pairs)
    {
        var trueCount = pairs.Count(pair => pair.Label == LikenessLabel.True);
        return Math.Min(trueCount, pairs.Count - trueCount);
    }
}
