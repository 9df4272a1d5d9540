using System.Diagnostics;
using SneakerCheck.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Compares the CPU time of the reader with that of libjpeg-turbo's gray decode at scale 1/8, in alternation in one run, and their
/// luma.
/// </summary>
internal static class JpegBenchmark
{
    private const int Rounds = 7, WarmUps = 40;
    private static readonly TimeSpan LeastTurn = TimeSpan.FromMilliseconds(4);

    /// <summary>Prints a line per file and last the totals: our time divided by theirs, and the largest difference of luma.</summary>
    public static int Run(IReadOnlyList<string> files)
    {
        var made = Directory.CreateTempSubdirectory("jpeg-benchmark-");
        try
        {
            files = Corpora.Choose(files, () => [.. Corpora.Jpegs(), .. Libjpeg.HasPrograms ? TwelveMegapixels.Make(made.FullName) : []]);
            if (files.Count == 0 || !Libjpeg.IsHere(needsPrograms: false))
                return 1;

            Console.WriteLine(FirstCall(files[^1]));
            Console.WriteLine(
                $"libjpeg-turbo {(Libjpeg.IsInProcess ? "in process" : "as a child process")}, {Rounds} rounds, medians of CPU time");
            Console.WriteLine(
                $"{"file",-46} {"MP",5} {"MB",6} {"coding",-11} {"ours ms",8} {"theirs",8} {"ratio",6} {"luma",5} {"allocated KB",13}");
            var results = files.Select(Measure).OfType<Result>().ToList();
            var compared = results.Where(result => result.Difference is not null).ToList();
            Console.WriteLine(
                $"baseline {Ratio(results, false)} progressive {Ratio(results, true)} "
                + $"maxdiff {(compared.Count == 0 ? "-" : compared.Max(result => result.Difference))}");
            return results.Count > 0 ? 0 : 1;
        }
        finally
        {
            made.Delete(recursive: true);
        }
    }

    // Before anything else was read, so it includes JIT compilation unless the code was compiled when publishing.
    private static string FirstCall(string file)
    {
        var jpeg = File.ReadAllBytes(file);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);
            return $"first call {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms "
                + $"({thumbnail.PixelWidth} × {thumbnail.PixelHeight})";
        }
        catch (JpegException refusal)
        {
            return $"first call not measured: {refusal.Message}";
        }
    }

    private static Result? Measure(string file)
    {
        var jpeg = File.ReadAllBytes(file);
        var name = Path.GetFileName(file);
        JpegThumbnail thumbnail;
        try
        {
            thumbnail = JpegReader.Read(Unturned(jpeg), JpegLimits.Default);
        }
        catch (JpegException refusal)
        {
            Console.WriteLine($"{name,-46} not read: {refusal.Message}");
            return null;
        }

        var megapixels = thumbnail.PixelWidth * (double)thumbnail.PixelHeight / 1e6;
        var start = $"{name,-46} {megapixels,5:F1} {jpeg.Length / 1e6,6:F2} {(thumbnail.IsProgressive ? "progressive" : "baseline"),-11}";
        if (Libjpeg.DecodeEighth(file, jpeg) is not { } reference)
        {
            // The library refuses some samplings that djpeg decodes.
            var luma = Libjpeg.LumaByProgram(file);
            var odd = luma is null || thumbnail.IsTruncated || !HasLuma(jpeg) ? (int?)null : Difference(thumbnail, luma);
            Console.WriteLine($"{start} {"-",8} {"-",8} {"-",6} {(odd is null ? "-" : odd),5} {"-",13}");
            return new Result(thumbnail.IsProgressive, TimeSpan.Zero, TimeSpan.Zero, odd);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < WarmUps; i++)
            JpegReader.Read(jpeg, JpegLimits.Default);
        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / WarmUps;
        var (ours, theirs) = Race(file, jpeg);
        int? difference = HasLuma(jpeg) && !thumbnail.IsTruncated ? Difference(thumbnail, reference.Luma) : null;
        Console.WriteLine(
            $"{start} {ours.TotalMilliseconds,8:F2} {theirs.TotalMilliseconds,8:F2} {ours / theirs,6:F3} "
            + $"{(difference is null ? "-" : difference),5} {allocated / 1e3,13:F0}");
        return new Result(thumbnail.IsProgressive, ours, theirs, difference);
    }

    // Small files are read several times per turn, because the clock is too coarse for one reading.
    private static (TimeSpan Ours, TimeSpan Theirs) Race(string file, byte[] jpeg)
    {
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        var once = Read(jpeg, 1);
        var times = Libjpeg.IsInProcess ? Math.Clamp((int)(LeastTurn / once), 1, 200) : 1;
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(Read(jpeg, times));
            var total = TimeSpan.Zero;
            for (var i = 0; i < times; i++)
                total += Libjpeg.DecodeEighth(file, jpeg)!.Value.Cpu;
            theirs.Add(total / times);
        }

        return (ours.Order().ElementAt(Rounds / 2), theirs.Order().ElementAt(Rounds / 2));
    }

    private static TimeSpan Read(byte[] jpeg, int times)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            JpegReader.Read(jpeg, JpegLimits.Default);
        return (Environment.CpuUsage.TotalTime - before) / times;
    }

    private static int? Difference(JpegThumbnail thumbnail, Pixels reference) =>
        (thumbnail.Width, thumbnail.Height) == (reference.Width, reference.Height)
            ? thumbnail.Luma.Zip(reference.Samples, (ours, theirs) => Math.Abs(ours - theirs)).Max()
            : 255;

    // libjpeg-turbo does not turn pictures, so the EXIF identifier is overwritten and ours does not turn them either.
    private static byte[] Unturned(byte[] jpeg)
    {
        var copy = jpeg.ToArray();
        var exif = copy.AsSpan(0, Math.Min(copy.Length, 1 << 16)).IndexOf("Exif\0\0"u8);
        if (exif >= 0)
            copy[exif] = (byte)'e';
        return copy;
    }

    // Only grayscale and YCbCr files store luma; for others each decoder computes its own.
    private static bool HasLuma(byte[] jpeg)
    {
        var adobe = jpeg.AsSpan().IndexOf("Adobe\0d"u8);
        return JpegHeader.Read(jpeg).Components switch
        {
            1 => true,
            3 => !SpellsRgb(jpeg) && (adobe < 0 || jpeg[adobe + 11] != 0 || jpeg.AsSpan(0, adobe).IndexOf("JFIF\0"u8) >= 0),
            _ => false,
        };
    }

    private static bool SpellsRgb(byte[] jpeg)
    {
        var scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA, 0, 12, 3]);
        return scan >= 0 && jpeg[scan + 5] == 'R' && jpeg[scan + 7] == 'G' && jpeg[scan + 9] == 'B';
    }

    private static string Ratio(List<Result> results, bool isProgressive)
    {
        var some = results.Where(result => result.IsProgressive == isProgressive && result.Theirs > TimeSpan.Zero).ToList();
        return some.Count == 0 ? "-"
            : $"{some.Sum(result => result.Ours.TotalSeconds) / some.Sum(result => result.Theirs.TotalSeconds):F3}";
    }

    private sealed record Result(bool IsProgressive, TimeSpan Ours, TimeSpan Theirs, int? Difference);
}
