namespace SneakerCheck.Checks.Vision;

/// <summary>
/// Tells subject from background by colour: what differs from the median colour of the frame's border is subject. Right for
/// a shoe on a plain ground; on a busy ground the border itself varies, and only what stands out from that counts.
/// </summary>
internal static class SubjectMask
{
    private const int LeastDifference = 24;

    /// <summary>The share of the frame that is subject, 0–1.</summary>
    public static double Fill(JpegThumbnail thumbnail)
    {
        var (width, height) = (thumbnail.Width, thumbnail.Height);
        var depth = Math.Max(1, Math.Min(width, height) / 20);
        var border = new List<int>();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (y >= depth && y < height - depth && x == depth && width > 2 * depth)
                    x = width - depth;
                border.Add(y * width + x);
            }
        }

        byte[][] planes = thumbnail is { Cb: { } cb, Cr: { } cr } ? [thumbnail.Luma, cb, cr] : [thumbnail.Luma];
        var background = Array.ConvertAll(planes, plane => Median(border.ConvertAll(place => (int)plane[place])));
        var spread = Median(border.ConvertAll(place => Difference(planes, background, place)));
        var limit = Math.Max(LeastDifference, 3 * spread);
        var subject = 0;
        for (var place = 0; place < thumbnail.Luma.Length; place++)
            subject += Difference(planes, background, place) > limit ? 1 : 0;
        return (double)subject / thumbnail.Luma.Length;
    }

    private static int Difference(byte[][] planes, int[] background, int place)
    {
        var sum = 0;
        for (var i = 0; i < planes.Length; i++)
            sum += Math.Abs(planes[i][place] - background[i]);
        return sum;
    }

    private static int Median(List<int> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
