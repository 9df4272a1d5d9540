namespace SneakerCheck.Checks.Vision;

/// <summary>Resamples planes of a thumbnail by exact areas: every new sample is the mean of what it covers of the old.</summary>
internal static class AreaResample
{
    /// <summary>
    /// The plane of a thumbnail at <paramref name="width"/> × <paramref name="height"/>, whatever the photo's proportions.
    /// Only the photo's true extent counts, not the padding of its last blocks.
    /// </summary>
    public static float[] Resample(this JpegThumbnail thumbnail, byte[] plane, int width, int height)
    {
        var columns = Weights(thumbnail.PaddingLeft / 8d, thumbnail.PixelWidth / 8d, thumbnail.Width, width);
        var rows = Weights(thumbnail.PaddingTop / 8d, thumbnail.PixelHeight / 8d, thumbnail.Height, height);
        var result = new float[width * height];
        var line = new float[thumbnail.Width];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(line);
            var (top, shares) = rows[y];
            for (var i = 0; i < shares.Length; i++)
            {
                var from = plane.AsSpan((top + i) * thumbnail.Width, thumbnail.Width);
                for (var x = 0; x < from.Length; x++)
                    line[x] += shares[i] * from[x];
            }

            for (var x = 0; x < width; x++)
            {
                var (left, weights) = columns[x];
                for (var i = 0; i < weights.Length; i++)
                    result[y * width + x] += weights[i] * line[left + i];
            }
        }

        return result;
    }

    // For each new sample the first old one and the shares of it and those that follow, which add up to 1.
    private static (int First, float[] Shares)[] Weights(double start, double extent, int available, int count)
    {
        var weights = new (int, float[])[count];
        var step = extent / count;
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (start + i * step, start + (i + 1) * step);
            var first = Math.Min((int)from, available - 1);
            var last = Math.Clamp((int)Math.Ceiling(to) - 1, first, available - 1);
            var shares = new float[last - first + 1];
            for (var j = first; j <= last; j++)
                shares[j - first] = (float)((Math.Min(j + 1, to) - Math.Max(j, from)) / step);
            if (shares.Length == 1)
                shares[0] = 1;
            weights[i] = (first, shares);
        }

        return weights;
    }
}
