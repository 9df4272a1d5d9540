using System.Text.Json;
using SneakerCheck.Checks;
using SneakerCheck.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// How often the limits of the shipped templates catch damaged photos and refuse good ones, for several qualities of baseline and
/// progressive files.
/// </summary>
internal static class QualityBenchmark
{
    private const string Good = "good";
    private const string Blurred = "blur of sigma 2";
    private const string Halved = "half the size";
    private const string Under = "three stops under";
    private const string Over = "three stops over";

    private const int LeastSide = 64;

    private static readonly int[] Qualities = [75, 85, 95];

    private static readonly int[] SharpnessLimits = [30, 40, 50, 60, 70, 80];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly (string MetaTag, QualityLimits Limits)[] Templates = [Shipped("quick-1"), Shipped("v0.1"), Shipped("strict-1")];

    private static readonly (string Name, Func<Pixels, Pixels> Change)[] Damages =
    [
        (Good, photo => photo),
        ("blur of sigma 1", photo => photo.Blur(1)),
        (Blurred, photo => photo.Blur(2)),
        ("blur of sigma 3", photo => photo.Blur(3)),
        (Halved, photo => photo.Half()),
        ("half, enlarged again", photo => photo.Half().Twice()),
        ("two stops under", photo => photo.Expose(-2)),
        (Under, photo => photo.Expose(-3)),
        ("two stops over", photo => photo.Expose(2)),
        (Over, photo => photo.Expose(3)),
    ];

    /// <summary>
    /// Prints the share refused by each template for each kind of damage, the choice of sharpness limits and, last, how much blur,
    /// exposure and shrinking the default template catches, and how many good photos it refuses.
    /// </summary>
    public static int Run(IReadOnlyList<string> files)
    {
        files = Corpora.Choose(files, Corpora.Photographs);
        if (files.Count == 0 || !Libjpeg.IsHere(needsPrograms: true))
            return 1;

        var results = new List<Result>();
        Parallel.ForEach(files, file =>
        {
            var measured = Measure(file).ToList();
            lock (results)
                results.AddRange(measured);
        });

        if (results.Count == 0)
            return 1;
        var filesPerLine = results.Count / Damages.Length;
        Console.WriteLine(
            $"{filesPerLine / Qualities.Length / 2} photos, each saved at quality {string.Join(", ", Qualities)}, "
            + $"baseline and progressive: {filesPerLine} files a line.");
        Console.WriteLine("Refused by each template, and by v0.1 for which reason:");
        Console.WriteLine(
            $"{"",-22} {string.Join(' ', Templates.Select(template => $"{template.MetaTag,9}"))}   "
            + $"{"sharpness",9} {"exposure",9} {"pixels",9}   {"middle 90 % of sharpness",-24}");
        foreach (var (damage, _) in Damages)
            Print(damage, [.. results.Where(result => result.Damage == damage)]);
        Console.WriteLine("Refused at each limit of sharpness:");
        Console.WriteLine($"{"",-35} {string.Join(' ', SharpnessLimits.Select(limit => $"{limit,6}"))}");
        foreach (var damage in new[] { Good, Blurred })
        {
            foreach (var isProgressive in new[] { false, true })
            {
                var alike = results.Where(result => result.Damage == damage && result.IsProgressive == isProgressive);
                PrintLimits(damage, isProgressive, [.. alike]);
            }
        }

        Console.WriteLine(
            $"caught blur {Caught(Blurred):P0} half {Caught(Halved):P0} under {Caught(Under):P0} over {Caught(Over):P0} "
            + $"refused good {Caught(Good):P0}");
        return 0;

        double Caught(string damage) =>
            Share(results.Where(result => result.Damage == damage), result => result.IsRefused(Templates[1].Limits));
    }

    private static IEnumerable<Result> Measure(string file)
    {
        if (Libjpeg.Decode(file) is not { Width: >= LeastSide, Height: >= LeastSide } whole)
        {
            Console.WriteLine($"{Path.GetFileName(file)} is left out: djpeg makes no picture of it, or a very small one.");
            yield break;
        }

        var photo = whole.ToGray().Middle(3000, 2000);
        // A template has a minimum number of pixels for its photos. Here each photo sets its own.
        var leastPixels = photo.Width * photo.Height * 2L / 3;
        foreach (var (damage, change) in Damages)
        {
            var changed = change(photo);
            foreach (var quality in Qualities)
            {
                foreach (var isProgressive in new[] { false, true })
                {
                    var thumbnail = JpegReader.Read(Libjpeg.Encode(changed, quality, isProgressive), JpegLimits.Default);
                    yield return new Result(damage, isProgressive, PhotoQuality.Measure(thumbnail), leastPixels);
                }
            }
        }
    }

    private static void Print(string damage, List<Result> results)
    {
        var (limits, sharpness) = (Templates[1].Limits, results.Select(result => result.Quality.Sharpness).Order().ToList());
        var (low, high) = (sharpness[results.Count / 20], sharpness[results.Count * 19 / 20]);
        Console.WriteLine(
            $"{damage,-22} {string.Join(' ', Templates.Select(template => Refused(result => result.IsRefused(template.Limits))))}   "
            + $"{Refused(result => result.IsUnsharp(limits))} {Refused(result => result.IsIllLit(limits))} "
            + $"{Refused(result => result.IsSmall)}   {low,6:F0} – {high:F0}");

        string Refused(Func<Result, bool> why) => $"{Share(results, why),9:P0}";
    }

    private static void PrintLimits(string damage, bool isProgressive, List<Result> results) => Console.WriteLine(
        $"{damage + (isProgressive ? ", progressive" : ", baseline"),-35} "
        + string.Join(' ', SharpnessLimits.Select(limit => $"{Share(results, result => result.Quality.Sharpness < limit),6:P0}")));

    private static double Share(IEnumerable<Result> results, Func<Result, bool> isSo) => results.Average(result => isSo(result) ? 1d : 0);

    // The limits of the view of the whole shoe.
    private static (string MetaTag, QualityLimits Limits) Shipped(string metaTag)
    {
        using var stream = typeof(QualityLimits).Assembly.GetManifestResourceStream($"SneakerCheck.Checks.Templates.{metaTag}.json")!;
        return (metaTag, JsonSerializer.Deserialize<Template>(stream, Json)!.View("appear")!.Limits);
    }

    private sealed record Result(string Damage, bool IsProgressive, PhotoQuality Quality, long LeastPixels)
    {
        public bool IsSmall => Quality.Pixels < LeastPixels;

        public bool IsUnsharp(QualityLimits limits) => Quality.Sharpness < limits.SharpnessMin;

        public bool IsIllLit(QualityLimits limits) => Quality.MeanLuma < limits.MeanLumaMin || Quality.MeanLuma > limits.MeanLumaMax
            || Quality.ShadowFraction > limits.ShadowMax || Quality.HighlightFraction > limits.HighlightMax;

        public bool IsRefused(QualityLimits limits) => IsUnsharp(limits) || IsIllLit(limits) || IsSmall;
    }
}
