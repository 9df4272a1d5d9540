using SneakerCheck.Platform;

namespace SneakerCheck.Commands;

/// <summary>A photo to import.</summary>
/// <param name="Pair">The pair's name in the catalogue, which has its verdict so that <c>true/1</c> and <c>fake/1</c> differ.</param>
public sealed record ImportPhoto(string File, string Verdict, string Pair, string View);

/// <summary>Reads a folder of labelled photos: <c>true/PAIR/VIEW.jpg</c> and <c>fake/PAIR/VIEW.jpg</c>.</summary>
public static class ImportFolder
{
    private const string Layout = "Photos are at true/PAIR/VIEW.jpg and fake/PAIR/VIEW.jpg.";
    private const string PairLetters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    private const int LongestPair = 64;
    private static readonly string[] Verdicts = ["true", "fake"];

    /// <summary>Every photo, in a fixed order. The whole folder is checked before anything is imported.</summary>
    /// <param name="views">The views that the shoe model's templates have.</param>
    /// <exception cref="CommandException">The folder has something else; the message names the file.</exception>
    public static IReadOnlyList<ImportPhoto> Read(string folder, IReadOnlyCollection<string> views)
    {
        if (!Directory.Exists(folder))
            throw new CommandException($"There is no folder {folder}.");
        var photos = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .Select(file => Photo(folder, file, views))
            .ToArray();
        if (photos.Length == 0)
            throw new CommandException($"There are no photos in {folder}. {Layout}");
        if (photos.GroupBy(photo => (photo.Pair, photo.View)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new CommandException($"{string.Join(" and ", twice.Select(photo => photo.File))} are the same view of the same pair.");
        return photos;
    }

    private static ImportPhoto Photo(string folder, string file, IReadOnlyCollection<string> views)
    {
        if (Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is not [var verdict, var name, var photo]
            || !Verdicts.Contains(verdict))
            throw new CommandException($"{file} is at no place for a photo. {Layout}");
        if (Path.GetExtension(photo).ToLowerInvariant() is not (".jpg" or ".jpeg"))
            throw new CommandException($"{file} is not a JPEG. {Layout}");
        var view = Path.GetFileNameWithoutExtension(photo).ToLowerInvariant();
        if (!views.Contains(view))
            throw new CommandException(
                $"{file}: '{view}' is not a view of this shoe model; the nearest is {Settings.Nearest(view, views)}. "
                + $"There are {string.Join(", ", views)}.");
        var pair = $"{verdict}-{name.ToLowerInvariant()}";
        if (pair.Length > LongestPair || !pair.All(PairLetters.Contains))
            throw new CommandException(
                $"{file}: the pair's folder '{name}' must have at most {LongestPair - verdict.Length - 1} characters of "
                + "a–z, 0–9, dot, hyphen, underscore.");
        return new ImportPhoto(file, verdict, pair, view);
    }
}
