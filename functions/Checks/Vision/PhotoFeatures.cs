using System.Numerics.Tensors;

namespace SneakerCheck.Checks.Vision;

/// <summary>
/// Describes a photo by numbers that are close, in Euclidean distance, for like photos: gradient histograms at two scales,
/// local binary patterns and a layout of colours, all from the thumbnail and without learned weights. A photo's own size and
/// proportions do not count.
/// </summary>
public static class PhotoFeatures
{
    /// <summary>Changes whenever the numbers do: features of different versions must not be compared.</summary>
    public const int Version = 1;

    /// <summary>Numbers per photo.</summary>
    public const int Length = (FineCells * FineCells + CoarseCells * CoarseCells) * Directions
        + Grid * Grid * PatternKinds + Grid * Grid * 3;

    private const int FineSide = 96, FineCells = 8, CoarseSide = 32, CoarseCells = 4, Directions = 9, Grid = 4, PatternKinds = 10;

    // A gradient of two gray levels in every pixel of a cell counts as noise.
    private const float GradientNoise = 2, PatternNoise = 1, LargestShare = 0.2f;

    private static readonly byte[] PatternKind = [.. Enumerable.Range(0, 256).Select(KindOf)];

    /// <summary>The features of a photo; their Euclidean norm is at most about 1.</summary>
    public static float[] Extract(JpegThumbnail thumbnail)
    {
        var features = new float[Length];
        var rest = features.AsSpan();
        var fine = thumbnail.Resample(thumbnail.Luma, FineSide, FineSide);
        Gradients(fine, FineSide, FineCells, 0.40f, Next(ref rest, FineCells * FineCells * Directions));
        var coarse = thumbnail.Resample(thumbnail.Luma, CoarseSide, CoarseSide);
        Gradients(coarse, CoarseSide, CoarseCells, 0.20f, Next(ref rest, CoarseCells * CoarseCells * Directions));
        Patterns(fine, 0.20f, Next(ref rest, Grid * Grid * PatternKinds));
        Colors(thumbnail, 0.20f, rest);
        return features;
    }

    private static Span<float> Next(ref Span<float> rest, int length)
    {
        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    // The weight is the group's share of the squared norm.
    private static void Gradients(float[] plane, int side, int cells, float weight, Span<float> to)
    {
        var cellSide = side / cells;
        var histograms = new float[to.Length];
        for (var y = 1; y < side - 1; y++)
        {
            for (var x = 1; x < side - 1; x++)
            {
                var at = y * side + x;
                var (right, down) = (plane[at + 1] - plane[at - 1], plane[at + side] - plane[at - side]);
                var magnitude = MathF.Sqrt(right * right + down * down);
                if (magnitude == 0)
                    continue;
                // Opposite directions are the same edge.
                var direction = (MathF.Atan2(down, right) / MathF.PI + 1) * Directions % Directions;
                var (lower, share) = ((int)direction % Directions, direction - MathF.Floor(direction));
                var cell = histograms.AsSpan((y / cellSide * cells + x / cellSide) * Directions, Directions);
                cell[lower] += magnitude * (1 - share);
                cell[(lower + 1) % Directions] += magnitude * share;
            }
        }

        NormaliseByNeighbourhood(histograms, cells, GradientNoise * cellSide * cellSide, to);
        ScaleTo(to, weight);
    }

    private static void NormaliseByNeighbourhood(float[] histograms, int cells, float noise, Span<float> to)
    {
        for (var cell = 0; cell < cells * cells; cell++)
        {
            var (row, column) = (cell / cells, cell % cells);
            var energy = noise * noise;
            for (var y = Math.Max(0, row - 1); y <= Math.Min(cells - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(cells - 1, column + 1); x++)
                    energy += TensorPrimitives.SumOfSquares<float>(histograms.AsSpan((y * cells + x) * Directions, Directions));
            }

            var share = to.Slice(cell * Directions, Directions);
            TensorPrimitives.Divide(histograms.AsSpan(cell * Directions, Directions), MathF.Sqrt(energy), share);
            TensorPrimitives.Min(share, LargestShare, share);
        }
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

        // Distances of square roots of shares weigh rare patterns as they deserve (Hellinger).
        TensorPrimitives.Sqrt(to, to);
        ScaleTo(to, weight);
    }

    private static void Colors(JpegThumbnail thumbnail, float weight, Span<float> to)
    {
        byte[]?[] planes = [thumbnail.Luma, thumbnail.Cb, thumbnail.Cr];
        for (var i = 0; i < planes.Length; i++)
        {
            var part = to.Slice(i * Grid * Grid, Grid * Grid);
            if (planes[i] is not { } plane)
                continue;
            thumbnail.Resample(plane, Grid, Grid).CopyTo(part);
            TensorPrimitives.Subtract(part, 128, part);
        }

        // Not scaled to one norm, so that a gray photo stays gray.
        TensorPrimitives.Multiply(to, MathF.Sqrt(weight / to.Length) / 128, to);
    }

    private static void ScaleTo(Span<float> part, float weight)
    {
        var norm = TensorPrimitives.Norm<float>(part);
        if (norm > 0)
            TensorPrimitives.Multiply(part, MathF.Sqrt(weight) / norm, part);
    }

    // Patterns with one arc of brighter neighbours by its length, all others together: the uniform, rotation-invariant kinds.
    private static byte KindOf(int pattern)
    {
        var changes = int.PopCount(pattern ^ (pattern >> 1 | (pattern & 1) << 7));
        return (byte)(changes <= 2 ? int.PopCount(pattern) : PatternKinds - 1);
    }
}
