using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// The inverse of a matrix of likenesses (a positive definite kernel, with a ridge on its diagonal) that grows by one member at
/// a time. From it follows, without solving anything anew, what each member is when predicted from all others, and how well
/// it can be: the leave-one-out identities of kernel ridge regression (Hastie, Tibshirani and Friedman, The Elements of
/// Statistical Learning, 2009, 5.5 and 7.10).
/// </summary>
internal sealed class KernelInverse(double ridge, int capacity)
{
    private readonly double[] inverse = new double[capacity * capacity];

    /// <summary>Members so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a member.</summary>
    /// <param name="likenesses">Its likeness to each member there is, in their order.</param>
    /// <param name="own">Its likeness to itself.</param>
    public void Add(ReadOnlySpan<double> likenesses, double own)
    {
        var (weights, variance) = Weigh(likenesses, own);
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
    /// How a newcomer would be predicted: the weights of the members, and the variance that this leaves, ridge included. The
    /// variance is small for one that is like the members.
    /// </summary>
    public (double[] Weights, double Variance) Weigh(ReadOnlySpan<double> likenesses, double own)
    {
        var weights = new double[Count];
        for (var row = 0; row < Count; row++)
            weights[row] = TensorPrimitives.Dot(Row(row), likenesses);
        return (weights, own + ridge - TensorPrimitives.Dot(weights, likenesses));
    }

    /// <summary>A member's diagonal entry, whose reciprocal is the variance left when the others predict it.</summary>
    public double Diagonal(int member) => inverse[member * capacity + member];

    /// <summary>The inverse times a vector: the coefficients of the regression on those targets.</summary>
    public double[] Solve(ReadOnlySpan<double> targets)
    {
        var coefficients = new double[Count];
        for (var row = 0; row < Count; row++)
            coefficients[row] = TensorPrimitives.Dot(Row(row), targets);
        return coefficients;
    }

    private Span<double> Row(int row) => inverse.AsSpan(row * capacity, Count);
}
