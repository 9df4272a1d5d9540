namespace SneakerCheck.Benchmarks;

/// <summary>Photos of 4000 × 3000 pixels, like a phone's, made from the largest available pictures.</summary>
internal static class TwelveMegapixels
{
    private const int Width = 4000, Height = 3000, Sources = 3, LeastBytes = 4_000_000;

    /// <summary>Writes a baseline and a progressive file of each of the largest pictures into a folder and returns their paths.</summary>
    public static IReadOnlyList<string> Make(string folder)
    {
        var made = new List<string>();
        foreach (var source in Corpora.LargePictures(LeastBytes).OrderByDescending(file => new FileInfo(file).Length).Take(Sources))
        {
            if (Libjpeg.Decode(source) is not { } picture)
                continue;
            var photo = Fit(picture);
            foreach (var (quality, isProgressive) in new[] { (75, false), (90, false), (85, true) })
            {
                var coding = isProgressive ? "progressive" : "baseline";
                var file = Path.Combine(folder, $"12mp-{coding}-q{quality}-{Path.GetFileName(source)}");
                File.WriteAllBytes(file, Libjpeg.Encode(photo, quality, isProgressive));
                made.Add(file);
            }
        }

        return made;
    }

    // Stretched to the new shape by linear interpolation between the four nearest pixels.
    private static Pixels Fit(Pixels source)
    {
        var samples = new byte[Width * Height * source.Channels];
        for (var y = 0; y < Height; y++)
        {
            var (top, down) = Place(y, Height, source.Height);
            for (var x = 0; x < Width; x++)
            {
                var (left, right) = Place(x, Width, source.Width);
                var from = (top * source.Width + left) * source.Channels;
                for (var channel = 0; channel < source.Channels; channel++, from++)
                {
                    var below = from + source.Width * source.Channels;
                    samples[(y * Width + x) * source.Channels + channel] = (byte)(
                        (1 - down) * ((1 - right) * source.Samples[from] + right * source.Samples[from + source.Channels])
                        + down * ((1 - right) * source.Samples[below] + right * source.Samples[below + source.Channels]) + 0.5f);
                }
            }
        }

        return new Pixels(Width, Height, source.Channels, samples);
    }

    private static (int First, float Share) Place(int at, int count, int available)
    {
        var place = Math.Clamp((at + 0.5f) * available / count - 0.5f, 0, available - 1.001f);
        return ((int)place, place - (int)place);
    }
}
