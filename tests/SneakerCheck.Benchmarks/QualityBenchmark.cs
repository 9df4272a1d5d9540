using SneakerCheck.Checks.Vision;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// What <see cref="PhotoQuality"/> makes of photos and of what can be wrong with them, at several qualities of baseline and
/// progressive files: how often each fault is caught by the limits, and how often a good photo is refused.
/// </summary>
internal static class QualityBenchmark
{
    private const double LeastSharpness = 50, LeastLuma = 60, MostLuma = 210, MostHighlight = 0.3, MostShadow = 0.5;

    private static readonly int[] Qualities = [75, 85, 95];

    private static readonly (string Name, Func<Pixels, Pixels> Change)[] Faults =
    [
        ("good", photo => photo),
        ("blur of sigma 1", photo => photo.Blur(1)),
        ("blur of sigma 2", photo => photo.Blur(2)),
        ("blur of sigma 3", photo => photo.Blur(3)),
        ("half the size", photo => photo.Half()),
        ("half, enlarged again", photo => photo.Half().Twice()),
        ("three stops under", photo => photo.Expose(-3)),
        ("three stops over", photo => photo.Expose(3)),
    ];

    /// <summary>Prints a line a fault and, last, the shares caught of blur, exposure and shrinking, and that of good photos refused.</summary>
    public static int Run(IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            files = Corpora.Photographs();
        if (files.Count == 0)
        {
            Console.Error.WriteLine("There are no corpora here: install the packages named in Checks/Vision/README.md, or name files.");
            return 1;
        }

        var results = new List<Result>();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            var measured = Measure(file).ToList();
            lock (results)
                results.AddRange(measured);
        });

        Console.WriteLine($"{files.Count} photos, each saved at quality {string.Join(", ", Qualities)}, baseline and progressive; refused for:");
        Console.WriteLine($"{"",-22} {"files",6} {"sharpness",10} {"exposure",9} {"pixels",7} {"any",6}   {"sharpness of the middle 90 %",-28}");
        foreach (var (name, _) in Faults)
            Print(name, [.. results.Where(result => result.Fault == name)]);
        foreach (var isProgressive in new[] { false, true })
        {
            var coding = isProgressive ? "progressive" : "baseline";
            foreach (var name in new[] { "good", "blur of sigma 2" })
                Print($"{name}, {coding}"[..Math.Min(22, name.Length + 2 + coding.Length)], [.. results.Where(result => result.Fault == name && result.IsProgressive == isProgressive)]);
        }

        Console.WriteLine(
            $"caught blur {Share("blur of sigma 2"):P0} half {Share("half the size"):P0} under {Share("three stops under"):P0} "
            + $"over {Share("three stops over"):P0} refused good {Share("good"):P0}");
        return 0;

        double Share(string fault) => results.Where(result => result.Fault == fault).Average(result => result.IsRefused ? 1d : 0);
    }

    private static IEnumerable<Result> Measure(string file)
    {
        var photo = Libjpeg.Decode(file).ToGray().Middle(3000, 2000);
        // A template asks for a number of pixels that its photos have; here each photo sets its own.
        var leastPixels = photo.Width * photo.Height * 2L / 3;
        foreach (var (name, change) in Faults)
        {
            var changed = change(photo);
            foreach (var quality in Qualities)
            {
                foreach (var isProgressive in new[] { false, true })
                {
                    var thumbnail = JpegReader.Read(Libjpeg.Encode(changed, quality, isProgressive), JpegLimits.Default);
                    yield return new Result(name, isProgressive, PhotoQuality.Measure(thumbnail), leastPixels);
                }
            }
        }
    }

    private static void Print(string name, List<Result> results)
    {
        var sharpness = results.Select(result => result.Quality.Sharpness).Order().ToList();
        Console.WriteLine(
            $"{name,-22} {results.Count,6} {Share(result => result.IsUnsharp),10:P0} {Share(result => result.IsIllLit),9:P0} "
            + $"{Share(result => result.IsSmall),7:P0} {Share(result => result.IsRefused),6:P0}   "
            + $"{sharpness[results.Count / 20],6:F0} – {sharpness[results.Count * 19 / 20]:F0}");

        double Share(Func<Result, bool> isRefused) => results.Average(result => isRefused(result) ? 1d : 0);
    }

    private sealed record Result(string Fault, bool IsProgressive, PhotoQuality Quality, long LeastPixels)
    {
        public bool IsUnsharp => Quality.Sharpness < LeastSharpness;

        public bool IsIllLit => Quality.MeanLuma is < LeastLuma or > MostLuma || Quality.HighlightFraction > MostHighlight || Quality.ShadowFraction > MostShadow;

        public bool IsSmall => Quality.Pixels < LeastPixels;

        public bool IsRefused => IsUnsharp || IsIllLit || IsSmall;
    }
}
