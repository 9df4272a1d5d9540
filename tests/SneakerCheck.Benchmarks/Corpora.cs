namespace SneakerCheck.Benchmarks;

/// <summary>The pictures of Debian packages that measurements use when no files are given.</summary>
internal static class Corpora
{
    private const string Backgrounds = "/usr/share/backgrounds",
        Packages =
            "the Debian packages libjxl-testdata, golang-1.19-src, lomiri-wallpapers-16.04, lomiri-wallpapers-20.04 and mate-backgrounds";

    // The folder of the npm package exif 0.6.0, which contains an original of a camera.
    private static readonly string? CameraOriginals = Environment.GetEnvironmentVariable("EXIF_PACKAGE");

    // The folders of the packages.
    private static readonly string[] Folders =
        ["/usr/share/libjxl-testdata", "/usr/share/go-1.19/src/image/testdata", Backgrounds,
            .. CameraOriginals is { } folder ? [folder] : (string[])[]];

    // Not taken with a camera, or taken with a moving one.
    private static readonly string[] NoGoodPhotos = ["Elephants", "Fossa", "GreenTraditional", "Painting-Colors", "umang", "Storm"];

    /// <summary>All JPEGs, ordered by path.</summary>
    public static IReadOnlyList<string> Jpegs() => [.. Folders.SelectMany(JpegsIn)];

    /// <summary>Large pictures, photos or not.</summary>
    public static IReadOnlyList<string> LargePictures(long leastBytes) =>
        [.. JpegsIn(Backgrounds).Where(file => new FileInfo(file).Length >= leastBytes)];

    /// <summary>Good photos.</summary>
    public static IReadOnlyList<string> Photographs() =>
    [
        .. JpegsIn(Backgrounds).Where(file => !NoGoodPhotos.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal))),
        .. CameraOriginals is null ? [] : JpegsIn(CameraOriginals).Where(file => new FileInfo(file).Length > 1_000_000),
    ];

    /// <summary>
    /// The named files, or all files of the corpora if none is named. Prints the reason and returns nothing if a file cannot be read or
    /// there are none.
    /// </summary>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> named, Func<IReadOnlyList<string>> otherwise)
    {
        try
        {
            foreach (var file in named)
                File.OpenRead(file).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return [];
        }

        var chosen = named.Count > 0 ? named : otherwise();
        if (chosen.Count == 0)
            Console.Error.WriteLine($"No corpora are installed: name files, or install {Packages}.");
        return chosen;
    }

    private static IEnumerable<string> JpegsIn(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" && new FileInfo(file).LinkTarget is null)
            .Order(StringComparer.Ordinal);
}
