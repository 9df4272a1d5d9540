using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>The pairs that have all views of a set, with the models fitted to them.</summary>
internal sealed class LikenessViewSet
{
    // A model of 500 pairs a label takes 12 MB.
    private const int ModelsKept = 2;

    private readonly LikenessScale[] scales;
    private readonly ConcurrentDictionary<string, Lazy<LikenessModel>> models = new();

    public LikenessViewSet(IReadOnlyList<string> views, IReadOnlyList<ExemplarPair> pairs)
    {
        Views = views;
        Pairs = views.Count == 0 ? [] : [.. pairs.Where(pair => views.All(pair.Views.ContainsKey))];
        scales = Pairs.Count == 0 ? [] : [.. views.Select(view => new LikenessScale([.. Pairs.Select(pair => pair.Views[view].Features)]))];
    }

    public IReadOnlyList<string> Views { get; }

    /// <summary>Ordered by id.</summary>
    public IReadOnlyList<ExemplarPair> Pairs { get; }

    /// <summary>Tests a check by its distances to the pairs, one row for each view.</summary>
    public LikenessTest Test(IReadOnlyDictionary<string, float[]> check, float[][] distances)
    {
        var exponents = scales.Select((scale, i) => scale.ExponentWith(check[Views[i]])).ToArray();
        // Almost always the cached model, because one check hardly changes the mean.
        var key = string.Join(' ', exponents);
        if (models.Count >= ModelsKept && !models.ContainsKey(key))
            models.Clear();
        var model = models.GetOrAdd(key, _ => new Lazy<LikenessModel>(() => Fit(exponents))).Value;
        var squares = new float[Pairs.Count];
        for (var i = 0; i < Views.Count; i++)
            Accumulate(distances[i], exponents[i], squares);
        return model.Test(squares);
    }

    private LikenessModel Fit(int[] exponents)
    {
        var squares = Enumerable.Range(0, Pairs.Count).Select(count => new float[count]).ToArray();
        for (var i = 0; i < Views.Count; i++)
        {
            var features = Pairs.Select(pair => pair.Views[Views[i]].Features).ToArray();
            Parallel.For(0, features.Length, pair =>
            {
                var distances = new float[pair];
                for (var other = 0; other < pair; other++)
                    distances[other] = TensorPrimitives.Distance<float>(features[pair], features[other]);
                Accumulate(distances, exponents[i], squares[pair]);
            });
        }

        return new LikenessModel([.. Pairs.Select(pair => pair.Label)], squares);
    }

    // Every view has the same weight, whether its photos differ much or little.
    private void Accumulate(float[] distances, int exponent, float[] squares)
    {
        var unit = (float)(1 / (Math.Pow(2, exponent) * Views.Count));
        for (var i = 0; i < squares.Length; i++)
            squares[i] += distances[i] * distances[i] * unit;
    }
}
