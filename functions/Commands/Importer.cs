using System.Collections.Concurrent;
using System.Text.Json;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Commands;

/// <summary>What became of an import.</summary>
/// <param name="Added">Photos that are exemplars now.</param>
/// <param name="Present">Photos that were exemplars before.</param>
/// <param name="Refused">The others: each file with the reason.</param>
public sealed record Imported(int Added, int Present, IReadOnlyList<(string File, string Reason)> Refused);

/// <summary>
/// Adds the photos of a folder to the exemplars of a shoe model. Each photo is screened as the photo of a check is: one that a check
/// would not use must not decide checks. What is there already is skipped, so an import that was broken off can be run again.
/// </summary>
/// <param name="screens">Whether photos are screened; the drawings of the demonstration are taken as they are.</param>
public sealed class Importer(ApiClient client, string shoeModel, bool screens = true)
{
    // Two are decoded here while two are decoded by the service.
    private const int AtOnce = 4;

    /// <summary>The templates of the shoe model, with its own changes.</summary>
    /// <exception cref="CommandException">There is no such shoe model.</exception>
    public async Task<IReadOnlyList<Template>> Templates(CancellationToken cancellation)
    {
        var models = (await client.Get("/api/v1/shoe_models", cancellation)).AsArray().Select(model => $"{model!["id"]}").ToArray();
        if (!models.Contains(shoeModel))
            throw new CommandException(
                $"--model: there is no shoe model '{shoeModel}'; the nearest is {Platform.Settings.Nearest(shoeModel, models)}. "
                + "GET /api/v1/shoe_models lists them, and PUT /api/v1/shoe_models/ID adds one.");
        var templates = new List<Template>();
        foreach (var tag in (await client.Get("/api/v1/templates", cancellation)).AsArray().Select(template => $"{template!["meta_tag"]}"))
        {
            var json = await client.Get(
                $"/api/v1/templates/{Uri.EscapeDataString(tag)}?shoe_model={Uri.EscapeDataString(shoeModel)}", cancellation);
            templates.Add(json.Deserialize<Template>(WireJson.Options())!);
        }
        return templates;
    }

    /// <summary>Imports the folder.</summary>
    /// <param name="output">Receives the progress.</param>
    /// <exception cref="CommandException">The folder has something other than photos of this shoe model's views.</exception>
    public async Task<Imported> Import(string folder, TextWriter output, CancellationToken cancellation)
    {
        var views = (await Templates(cancellation)).SelectMany(template => template.Views).ToLookup(view => view.Id);
        var photos = ImportFolder.Read(folder, [.. views.Select(view => view.Key)]);
        var present = await Present(cancellation);
        var refused = new ConcurrentDictionary<string, string>();
        var (done, added) = (0, 0);
        var progress = new ProgressLine(output, "exemplars");
        await Parallel.ForEachAsync(
            photos,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (photo, cancel) =>
            {
                if (!present.Contains((photo.Pair, photo.View)))
                {
                    var jpeg = await File.ReadAllBytesAsync(photo.File, cancel);
                    if (((screens ? Screen(jpeg, views[photo.View]) : null) ?? await Add(photo, jpeg, cancel)) is { } reason)
                        refused[photo.File] = reason;
                    else
                        Interlocked.Increment(ref added);
                }
                progress.Show(Interlocked.Increment(ref done), photos.Count);
            });
        var result = new Imported(added, photos.Count - added - refused.Count, [.. refused.Select(pair => (pair.Key, pair.Value)).Order()]);
        progress.End($"{photos.Count} photos: {result.Added} added, {result.Present} there already, {result.Refused.Count} refused");
        return result;
    }

    private async Task<HashSet<(string Pair, string View)>> Present(CancellationToken cancellation)
    {
        var exemplars = await client.GetAll($"/api/v1/exemplars?shoe_model={Uri.EscapeDataString(shoeModel)}&limit=200", cancellation);
        return [.. exemplars.Select(exemplar => ($"{exemplar["pair"]}", $"{exemplar["view"]}"))];
    }

    // Templates may differ in what they demand of a view. A photo that serves the checks of one of them is of use.
    private static string? Screen(byte[] jpeg, IEnumerable<TemplateView> views)
    {
        string? problem = null;
        foreach (var view in views.DistinctBy(view => (view.MinPixels, view.Limits)))
        {
            var inspection = new PhotoInspection(view, "");
            inspection.Decode(jpeg);
            if (inspection.Problem is not { } found)
                return null;
            problem ??= found.En;
        }
        return problem;
    }

    /// <summary>Returns why the service refused the photo; null if it is an exemplar now.</summary>
    private async Task<string?> Add(ImportPhoto photo, byte[] jpeg, CancellationToken cancellation)
    {
        try
        {
            await client.PostJpeg(
                $"/api/v1/exemplars?shoe_model={Uri.EscapeDataString(shoeModel)}&view={photo.View}&verdict={photo.Verdict}"
                + $"&pair={photo.Pair}",
                jpeg,
                cancellation);
            return null;
        }
        catch (ApiRefusal refusal)
        {
            return refusal.Message;
        }
    }
}
