namespace SneakerCheck.Benchmarks;

/// <summary>The pictures of Debian packages that measurements use when no files are given.</summary>
internal static class Corpora
{
    // What the packages libjxl-testdata, golang-1.19-src, lomiri-wallpapers-16.04 and -20.04, and mate-backgrounds install.
    private static readonly string[] Folders = ["/usr/share/libjxl-testdata", "/usr/share/go-1.19/src/image/testdata", Backgrounds];

    private const string Backgrounds = "/usr/share/backgrounds";

    // Not taken with a camera.
    private static readonly string[] Drawings = ["Elephants", "Fossa", "GreenTraditional", "Painting-Colors", "umang"];

    /// <summary>All JPEGs there are, by path.</summary>
    public static IReadOnlyList<string> Jpegs() => [.. Folders.SelectMany(JpegsIn)];

    /// <summary>Large pictures, photos or not.</summary>
    public static IReadOnlyList<string> LargePictures(long leastBytes) => [.. JpegsIn(Backgrounds).Where(file => new FileInfo(file).Length >= leastBytes)];

    /// <summary>Photos.</summary>
    public static IReadOnlyList<string> Photographs() =>
        [.. JpegsIn(Backgrounds).Where(file => !Drawings.Any(drawing => Path.GetFileName(file).StartsWith(drawing, StringComparison.Ordinal)))];

    private static IEnumerable<string> JpegsIn(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" && new FileInfo(file).LinkTarget is null)
            .Order(StringComparer.Ordinal);
}
