using SneakerCheck.Checks;
using SneakerCheck.Commands;
using SneakerCheck.Platform;

namespace SneakerCheck.Demo;

/// <summary>The photos of one pair of shoes: JPEGs in a folder, named by view.</summary>
/// <param name="Files">By view.</param>
public sealed record DemoPhotos(string Folder, IReadOnlyDictionary<string, string> Files)
{
    private const string Naming = "Name the photos by view: appear.jpg, tag.jpg, stitch.jpg, …";

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>Reads a folder.</summary>
    /// <exception cref="CommandException">The folder has no photos, or something that only looks like one.</exception>
    public static DemoPhotos Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CommandException($"There is no folder {folder}.");
        var files = new Dictionary<string, string>();
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file).ToLowerInvariant() is not (".jpg" or ".jpeg"))
                continue;
            if (!files.TryAdd(Path.GetFileNameWithoutExtension(file).ToLowerInvariant(), file))
                throw new CommandException($"{file} is a second photo of the same view. {Naming}");
            RequireJpeg(file);
        }
        return files.Count > 0
            ? new DemoPhotos(folder, files)
            : throw new CommandException($"There are no JPEGs in {folder}. {Naming}");
    }

    /// <summary>Requires that each photo is of a known view, and that they suffice for one template.</summary>
    /// <exception cref="CommandException">They do not.</exception>
    public void RequireViews(IReadOnlyList<Template> templates)
    {
        var known = templates.SelectMany(template => template.Views).Select(view => view.Id).Distinct().ToArray();
        if (Files.FirstOrDefault(file => !known.Contains(file.Key)) is { Value: { } stranger, Key: var name })
            throw new CommandException(
                $"{stranger}: '{name}' is not a view; the nearest is {Settings.Nearest(name, known)}. "
                + $"Views are {string.Join(", ", known)}.");
        var least = templates.Select(template => template.Views.Where(view => view.Required).Select(view => view.Id).Except(Files.Keys))
            .MinBy(missing => missing.Count())!;
        if (least.Any())
            throw new CommandException($"{Folder}: the photos do not suffice for any template; it lacks {string.Join(", ", least)}.");
    }

    private static void RequireJpeg(string file)
    {
        using var content = File.OpenRead(file);
        var start = new byte[PhotoBlob.Magic.Length];
        if (content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length
            || !start.AsSpan().SequenceEqual(PhotoBlob.Magic.Span))
            throw new CommandException($"{file} is not a JPEG, whatever its name says.");
        if (content.Length > PhotoBlob.MaximumSize)
            throw new CommandException($"{file} is larger than {PhotoBlob.MaximumSize / (1024 * 1024)} MB.");
    }
}
