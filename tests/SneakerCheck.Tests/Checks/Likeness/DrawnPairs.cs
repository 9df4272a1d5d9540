using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Tests.Checks.Likeness;

/// <summary>Randomly drawn pairs of shoes with four features each.</summary>
internal static class DrawnPairs
{
    /// <summary>The view of pairs that have one view.</summary>
    public const string Tongue = "tongue";

    public const string Tag = "tag";

    /// <summary>Decides a pair that has one photo near a point.</summary>
    public static LikenessDecision Decide(Random random, double center, LikenessExemplars exemplars, double bound = 0.05) =>
        LikenessDecision.Decide(new Dictionary<string, float[]> { [Tongue] = Features(random, center) }, exemplars, bound);

    /// <summary>Labelled pairs, the true ones around 0 and the fakes around another point.</summary>
    public static List<LikenessExemplar> Pairs(Random random, int trues, int fakes, double fakeCenter, params string[] views)
    {
        var exemplars = new List<LikenessExemplar>();
        foreach (var (label, count, center) in new[] { (LikenessLabel.True, trues, 0), (LikenessLabel.Fake, fakes, fakeCenter) })
        {
            for (var i = 0; i < count; i++)
            {
                var pair = $"{label.ToString().ToLowerInvariant()}{i}";
                foreach (var view in views is [] ? [Tongue] : views)
                    exemplars.Add(new LikenessExemplar($"{pair}-{view}", pair, label, view, Features(random, center)));
            }
        }

        return exemplars;
    }

    /// <summary>Gaussian of unit variance around a point on the first axis.</summary>
    public static float[] Features(Random random, double center)
    {
        var features = new float[4];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())
                + (i == 0 ? center : 0));
        }

        return features;
    }
}
