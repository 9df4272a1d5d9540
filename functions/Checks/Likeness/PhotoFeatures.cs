using System.Numerics.Tensors;
using SneakerCheck.Imaging;

namespace SneakerCheck.Checks.Likeness;

/// <summary>
/// Computes features whose Euclidean distance is small for similar photos: edges at two scales, local binary patterns, a layout of
/// brightness and one of colours, all from the thumbnail and without learned weights. They do not depend on a photo's size and
/// proportions.
/// </summary>
public static class PhotoFeatures
{
    /// <summary>Changes whenever the features change. Features of different versions must not be compared.</summary>
    public const int Version = 2;

    /// <summary>The number of features.</summary>
    public const int Length = FineCells * FineCells * FineDirections + CoarseCells * CoarseCells * CoarseDirections
        + Grid * Grid * PatternKinds + LayoutSide * LayoutSide + Grid * Grid * 2;

    private const int FineSide = 96, FineCells = 8, FineDirections = 9;
    private const int CoarseSide = 28, CoarseCells = 7, CoarseDirections = 8;
    private const int LayoutSide = 20, Grid = 4, PatternKinds = 10;

    // Noise thresholds in gray levels.
    private const float GradientNoise = 2, PatternNoise = 1;

    private static readonly byte[] PatternKind = [.. Enumerable.Range(0, 256).Select(KindOf)];

    /// <summary>The features of a photo; their Euclidean norm is at most about 1.</summary>
    public static float[] Extract(JpegThumbnail thumbnail)
    {
        // A group's weight is its share of the squared norm.
        var features = new float[Length];
        var rest = features.AsSpan();
        var fine = thumbnail.Resample(thumbnail.LumaArea, FineSide);
        // Fine edges are seams and prints, so the sign of the contrast is ignored. Coarse edges are shapes, so it is kept.
        Edges(fine, FineSide, FineCells, MathF.PI, 0.25f, Next(ref rest, FineCells * FineCells * FineDirections));
        var coarse = thumbnail.Resample(thumbnail.LumaArea, CoarseSide);
        Edges(coarse, CoarseSide, CoarseCells, MathF.Tau, 0.25f, Next(ref rest, CoarseCells * CoarseCells * CoarseDirections));
        Patterns(fine, 0.15f, Next(ref rest, Grid * Grid * PatternKinds));
        var layout = Next(ref rest, LayoutSide * LayoutSide);
        thumbnail.Resample(thumbnail.LumaArea, LayoutSide).CopyTo(layout);
        ScaleRootTo(layout, 0.35f);
        Colors(thumbnail, 0.10f, rest);
        return features;
    }

    private static Span<float> Next(ref Span<float> rest, int length)
    {
        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    // Histograms of oriented gradients; each gradient is interpolated between the nearest directions and cells.
    private static void Edges(float[] plane, int side, int cells, float turn, float weight, Span<float> to)
    {
        var directions = to.Length / (cells * cells);
        for (var y = 1; y < side - 1; y++)
        {
            var (row, rowShare) = Place(y, side, cells);
            for (var x = 1; x < side - 1; x++)
            {
                var at = y * side + x;
                var (right, down) = (plane[at + 1] - plane[at - 1], plane[at + side] - plane[at - side]);
                var magnitude = MathF.Sqrt(right * right + down * down) - GradientNoise;
                if (magnitude <= 0)
                    continue;
                var direction = (MathF.Atan2(down, right) / turn + 1) * directions % directions;
                var (lower, share) = ((int)direction % directions, direction - MathF.Floor(direction));
                var upper = (lower + 1) % directions;
                var (column, columnShare) = Place(x, side, cells);
                for (var corner = 0; corner < 4; corner++)
                {
                    var (below, beside) = (corner >> 1, corner & 1);
                    var part = magnitude * (below == 1 ? rowShare : 1 - rowShare) * (beside == 1 ? columnShare : 1 - columnShare);
                    var cell = (Math.Min(row + below, cells - 1) * cells + Math.Min(column + beside, cells - 1)) * directions;
                    to[cell + lower] += part * (1 - share);
                    to[cell + upper] += part * share;
                }
            }
        }

        ScaleRootTo(to, weight);
    }

    // The cell whose centre comes before a sample, and the share of the next cell.
    private static (int Cell, float NextShare) Place(int sample, int side, int cells)
    {
        var place = Math.Max(0, (sample + 0.5f) * cells / side - 0.5f);
        return ((int)place, place - (int)place);
    }

    private static void Patterns(float[] plane, float weight, Span<float> to)
    {
        ReadOnlySpan<int> ring = [-FineSide - 1, -FineSide, -FineSide + 1, 1, FineSide + 1, FineSide, FineSide - 1, -1];
        for (var y = 1; y < FineSide - 1; y++)
        {
            for (var x = 1; x < FineSide - 1; x++)
            {
                var at = y * FineSide + x;
                var pattern = 0;
                for (var i = 0; i < ring.Length; i++)
                    pattern |= plane[at + ring[i]] > plane[at] + PatternNoise ? 1 << i : 0;
                to[(y * Grid / FineSide * Grid + x * Grid / FineSide) * PatternKinds + PatternKind[pattern]]++;
            }
        }

        ScaleRootTo(to, weight);
    }

    private static void Colors(JpegThumbnail thumbnail, float weight, Span<float> to)
    {
        byte[]?[] planes = [thumbnail.Cb, thumbnail.Cr];
        for (var i = 0; i < planes.Length; i++)
        {
            var part = to.Slice(i * Grid * Grid, Grid * Grid);
            if (planes[i] is { } plane)
                Means(thumbnail, plane, part);
        }

        // Not normalised, so that a gray photo stays gray.
        TensorPrimitives.Multiply(to, MathF.Sqrt(weight / to.Length) / 128, to);
    }

    // By sample centres instead of exact areas, which is enough because a cell has thousands of samples.
    private static void Means(JpegThumbnail thumbnail, byte[] plane, Span<float> to)
    {
        Span<int> sums = stackalloc int[to.Length], counts = stackalloc int[to.Length];
        for (var y = 0; y < thumbnail.Height; y++)
        {
            var row = Cell(y, thumbnail.PaddingTop, thumbnail.PixelHeight) * Grid;
            for (var x = 0; x < thumbnail.Width; x++)
            {
                var cell = row + Cell(x, thumbnail.PaddingLeft, thumbnail.PixelWidth);
                sums[cell] += plane[y * thumbnail.Width + x];
                counts[cell]++;
            }
        }
        for (var i = 0; i < to.Length; i++)
            to[i] = counts[i] > 0 ? (float)sums[i] / counts[i] - 128 : 0;

        static int Cell(int sample, int padding, int pixels) => Math.Clamp((8 * sample + 4 - padding) * Grid / pixels, 0, Grid - 1);
    }

    // The distance of square roots (Hellinger) keeps frequent values from dominating rare ones.
    private static void ScaleRootTo(Span<float> part, float weight)
    {
        TensorPrimitives.Sqrt(part, part);
        var norm = TensorPrimitives.Norm<float>(part);
        if (norm > 0)
            TensorPrimitives.Multiply(part, MathF.Sqrt(weight) / norm, part);
    }

    // The uniform, rotation-invariant patterns: one arc of brighter neighbours, by its length; all other patterns are one kind.
    private static byte KindOf(int pattern)
    {
        var changes = int.PopCount(pattern ^ (pattern >> 1 | (pattern & 1) << 7));
        return (byte)(changes <= 2 ? int.PopCount(pattern) : PatternKinds - 1);
    }
}
