using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// The inverse of a positive definite kernel matrix with a ridge on its diagonal, which grows by one member at a time. It gives each
/// member's prediction from all others, and the variance of that prediction, without another fit: the leave-one-out identities of
/// kernel ridge regression (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, 5.5 and 7.10).
/// </summary>
internal sealed class KernelInverse(double ridge, int capacity)
{
    private readonly double[] inverse = new double[capacity * capacity];

    public int Count { get; private set; }

    /// <summary>Adds a member by its kernel values with the present members, in their order, and with itself.</summary>
    public void Add(ReadOnlySpan<double> likenesses, double own)
    {
        var (weights, variance) = Predict(likenesses, own);
        for (var row = 0; row < Count; row++)
        {
            var line = Row(row);
            TensorPrimitives.MultiplyAdd(weights, weights[row] / variance, line, line);
            inverse[row * capacity + Count] = inverse[Count * capacity + row] = -weights[row] / variance;
        }

        inverse[Count * capacity + Count] = 1 / variance;
        Count++;
    }

    /// <summary>
    /// Predicts a new point: the weights of the members, and the remaining variance, ridge included. The variance is small for a point
    /// that is similar to the members.
    /// </summary>
    public (double[] Weights, double Variance) Predict(ReadOnlySpan<double> likenesses, double own)
    {
        var weights = new double[Count];
        for (var row = 0; row < Count; row++)
            weights[row] = TensorPrimitives.Dot(Row(row), likenesses);
        return (weights, own + ridge - TensorPrimitives.Dot(weights, likenesses));
    }

    /// <summary>A member's diagonal entry. Its reciprocal is the variance that remains when the others predict the member.</summary>
    public double Diagonal(int member) => inverse[member * capacity + member];

    /// <summary>The coefficients of the regression on these targets: the inverse times the vector.</summary>
    public double[] Solve(ReadOnlySpan<double> targets)
    {
        var coefficients = new double[Count];
        for (var row = 0; row < Count; row++)
            coefficients[row] = TensorPrimitives.Dot(Row(row), targets);
        return coefficients;
    }

    private Span<double> Row(int row) => inverse.AsSpan(row * capacity, Count);
}
