namespace SneakerCheck.Imaging;

/// <summary>
/// A summed-area table: the mean of any rectangle, also with fractional edges, takes four look-ups. Samples are treated as squares of
/// constant value.
/// </summary>
internal sealed class SummedArea
{
    private readonly int[] sums;
    private readonly int width;
    private readonly int height;

    /// <summary>Builds the table of a plane of at most eight million samples.</summary>
    public SummedArea(ReadOnlySpan<byte> plane, int width, int height)
    {
        (this.width, this.height) = (width, height);
        var stride = width + 1;
        sums = new int[stride * (height + 1)];
        for (var y = 0; y < height; y++)
        {
            var row = 0;
            var above = sums.AsSpan(y * stride, stride);
            var below = sums.AsSpan((y + 1) * stride, stride);
            for (var x = 0; x < width; x++)
            {
                row += plane[y * width + x];
                below[x + 1] = above[x + 1] + row;
            }
        }
    }

    /// <summary>The means of <paramref name="side"/> × <paramref name="side"/> equal parts of a rectangle, row by row.</summary>
    public float[] Resample(double left, double top, double right, double bottom, int side)
    {
        var (columnStep, rowStep) = ((right - left) / side, (bottom - top) / side);
        var means = new float[side * side];
        var (above, below) = (new double[side + 1], new double[side + 1]);
        Corners(top, above);
        for (var y = 0; y < side; y++)
        {
            Corners(top + (y + 1) * rowStep, below);
            for (var x = 0; x < side; x++)
            {
                // By rounding, black may come out slightly above or below zero.
                var sum = below[x + 1] - below[x] - above[x + 1] + above[x];
                means[y * side + x] = (float)(Math.Max(0, sum) / (columnStep * rowStep));
            }
            (above, below) = (below, above);
        }

        return means;

        // The sums above a line and left of each of the grid points on it.
        void Corners(double y, double[] corners)
        {
            var row = Math.Min((int)y, height - 1);
            var down = Math.Min(y - row, 1);
            for (var x = 0; x <= side; x++)
            {
                var place = left + x * columnStep;
                var column = Math.Min((int)place, width - 1);
                var across = Math.Min(place - column, 1);
                var at = row * (width + 1) + column;
                var upper = sums[at] + across * (sums[at + 1] - sums[at]);
                at += width + 1;
                corners[x] = upper + down * (sums[at] + across * (sums[at + 1] - sums[at]) - upper);
            }
        }
    }
}
