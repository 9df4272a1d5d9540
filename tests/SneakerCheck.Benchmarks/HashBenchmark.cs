using System.Collections.Concurrent;
using SneakerCheck.Imaging;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>How well copies are recognised, how rarely other photos are mistaken for copies, and the time of a look-up.</summary>
internal static class HashBenchmark
{
    private const int LongestSide = 2400, CropsEach = 16;

    public static async Task<int> Run(string[] files)
    {
        if (GrayPhoto.MissingTools is { } lacking)
        {
            Console.Error.WriteLine(lacking);
            return 1;
        }

        var photos = files.Length > 0 ? files : GrayPhoto.Corpus;
        if (photos.FirstOrDefault(photo => !File.Exists(photo)) is { } missing)
        {
            Console.Error.WriteLine($"There is no file {missing}.");
            return 1;
        }

        if (photos.Count < 2)
        {
            Console.Error.WriteLine("Two photos are required: name files, or install lomiri-wallpapers-16.04.");
            return 1;
        }

        var (changed, cropped, falseReports) = Recognise(photos);
        HashSneakers.Print();
        var crossover = await HashLookup.Print();
        Console.WriteLine(FormattableString.Invariant(
            $"changed {changed:0.0} cropped {cropped:0.0} false {falseReports} crossover {crossover:0.0}M"));
        return 0;
    }

    private static (double Changed, double Cropped, int FalseReports) Recognise(IReadOnlyList<string> files)
    {
        var copies = new ConcurrentBag<PhotoCopy>();
        var filed = new FiledPhoto[files.Count];
        Parallel.For(0, files.Count, i =>
        {
            var photo = GrayPhoto.Read(files[i], LongestSide);
            filed[i] = new FiledPhoto(photo.Thumbnail(90));
            foreach (var copy in filed[i].Recognise([.. PhotoCopies.Changed(photo), .. PhotoCopies.Cropped(photo, i, CropsEach)]))
                copies.Add(copy);
        });
        Console.WriteLine($"{files.Count} photos, their luma at most {LongestSide} pixels long");
        Console.WriteLine("| change | copies | ≤ 31 % | ≤ 48 % | reported % | share a band % | greatest distance |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var change in copies.GroupBy(copy => copy.Change).OrderBy(change => change.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(
                $"| {change.Key} | {change.Count()} | {Share(change, Flagged):0.0} | {Share(change, Candidate):0.0} | "
                + $"{Share(change, copy => copy.IsReported):0.0} | {Share(change, copy => copy.SharesBand):0.0} | "
                + $"{change.Max(copy => copy.Distance)} |");
        }

        var nearest = filed.SelectMany(photo => filed.Where(other => other != photo).Select(other => photo.Nearest(other))).ToArray();
        var falseReports = nearest.Count(near =>
            near.Distance <= PerceptualHash.CandidateDistance && near.Correlation >= ThumbnailCorrelation.SamePicture);
        Console.WriteLine();
        Console.WriteLine(
            $"{nearest.Length} pairs of different photos: {nearest.Count(near => near.Distance <= PerceptualHash.FlagDistance)} at ≤ 31, "
            + $"{nearest.Count(near => near.Distance <= PerceptualHash.CandidateDistance)} at ≤ 48, {falseReports} reported; "
            + $"least distance {nearest.Min(near => near.Distance)}, greatest correlation {nearest.Max(near => near.Correlation):0.000}");
        Console.WriteLine();
        var crops = copies.Where(copy => copy.Change.StartsWith("crop", StringComparison.Ordinal)).ToArray();
        return (Share(copies.Except(crops), Flagged), Share(crops, Candidate), falseReports);
    }

    private static bool Flagged(PhotoCopy copy) => copy.Distance <= PerceptualHash.FlagDistance;

    private static bool Candidate(PhotoCopy copy) => copy.Distance <= PerceptualHash.CandidateDistance;

    private static double Share(IEnumerable<PhotoCopy> copies, Func<PhotoCopy, bool> holds) =>
        100 * copies.Average(copy => holds(copy) ? 1d : 0);
}
