namespace SneakerCheck.Imaging;

/// <summary>
/// Separates subject from background by colour: the subject is what differs from the median colour of the frame's border. This works
/// for a shoe on a plain ground. On a busy ground the border itself varies, and only what stands out from that variation counts.
/// </summary>
internal static class SubjectMask
{
    private const int LeastDifference = 24, MostDifference = 3 * byte.MaxValue;

    /// <summary>The share of the frame that is subject, 0–1.</summary>
    public static double Fill(JpegThumbnail thumbnail)
    {
        byte[][] planes = thumbnail is { Cb: { } cb, Cr: { } cr } ? [thumbnail.Luma, cb, cr] : [thumbnail.Luma];
        var border = Border(thumbnail.Width, thumbnail.Height).ToList();
        var differences = new ushort[thumbnail.Luma.Length];
        foreach (var plane in planes)
            Add(differences, plane, BorderColor(plane, border));
        var usual = new int[MostDifference + 1];
        foreach (var (start, length) in border)
        {
            foreach (var difference in differences.AsSpan(start, length))
                usual[difference]++;
        }

        var limit = Math.Max(LeastDifference, 3 * Median(usual));
        var subject = 0;
        foreach (var difference in differences)
            subject += difference > limit ? 1 : 0;
        return (double)subject / differences.Length;
    }

    private static void Add(Span<ushort> differences, ReadOnlySpan<byte> plane, int color)
    {
        for (var i = 0; i < plane.Length; i++)
            differences[i] += (ushort)Math.Abs(plane[i] - color);
    }

    // The outermost twentieth on every side, as ranges of indices.
    private static IEnumerable<(int Start, int Length)> Border(int width, int height)
    {
        var depth = Math.Max(1, Math.Min(width, height) / 20);
        for (var y = 0; y < height; y++)
        {
            if (y < depth || y >= height - depth || width <= 2 * depth)
            {
                yield return (y * width, width);
                continue;
            }

            yield return (y * width, depth);
            yield return ((y + 1) * width - depth, depth);
        }
    }

    private static int BorderColor(byte[] plane, List<(int Start, int Length)> border)
    {
        var levels = new int[byte.MaxValue + 1];
        foreach (var (start, length) in border)
        {
            foreach (var level in plane.AsSpan(start, length))
                levels[level]++;
        }

        return Median(levels);
    }

    private static int Median(int[] histogram)
    {
        var (value, left) = (0, histogram.Sum() / 2);
        while (left >= histogram[value])
            left -= histogram[value++];
        return value;
    }
}
