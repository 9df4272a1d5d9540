namespace SneakerCheck.Benchmarks;

/// <summary>The pictures of Debian packages that measurements use when no files are given.</summary>
internal static class Corpora
{
    // What the packages libjxl-testdata, golang-1.19-src, lomiri-wallpapers-16.04 and -20.04, and mate-backgrounds install.
    private static readonly string[] Folders = ["/usr/share/libjxl-testdata", "/usr/share/go-1.19/src/image/testdata", Photos];

    private const string Photos = "/usr/share/backgrounds";

    /// <summary>All JPEGs there are, by path.</summary>
    public static IReadOnlyList<string> Jpegs() => [.. Folders.SelectMany(JpegsIn)];

    /// <summary>Those of at least the given size that are photos or paintings made like one, not test pictures.</summary>
    public static IReadOnlyList<string> LargePhotos(long leastBytes) => [.. JpegsIn(Photos).Where(file => new FileInfo(file).Length >= leastBytes)];

    private static IEnumerable<string> JpegsIn(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" && new FileInfo(file).LinkTarget is null)
            .Order(StringComparer.Ordinal);
}
