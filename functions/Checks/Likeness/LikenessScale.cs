using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// The scale of distances in one view: the mean squared distance of two photos, rounded to a power of two. The check is one of the
/// photos, so that it is treated like the pairs. Thanks to the rounding, nearly all checks have the same scale, so a fit can be cached.
/// </summary>
internal sealed class LikenessScale
{
    private const double MinimumSquare = 1e-9;

    private readonly double[] sum;
    private readonly double sumOfSquares;
    private readonly int count;

    public LikenessScale(IReadOnlyCollection<float[]> photos)
    {
        count = photos.Count;
        sum = new double[photos.First().Length];
        foreach (var photo in photos)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += photo[i];
            sumOfSquares += TensorPrimitives.SumOfSquares<float>(photo);
        }
    }

    /// <summary>The exponent of the power of two, with the check among the photos.</summary>
    public int ExponentWith(float[] check)
    {
        var square = 0d;
        for (var i = 0; i < sum.Length; i++)
            square += (sum[i] + check[i]) * (sum[i] + check[i]);
        // The sum of squared distances over all pairs of n vectors is n × the sum of their squares − the square of their sum.
        var photos = count + 1d;
        var distances = photos * (sumOfSquares + TensorPrimitives.SumOfSquares<float>(check)) - square;
        return (int)Math.Round(Math.Log2(Math.Max(MinimumSquare, distances / (photos * (photos - 1) / 2))));
    }
}
