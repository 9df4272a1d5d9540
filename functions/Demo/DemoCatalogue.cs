namespace SneakerCheck.Demo;

/// <summary>Loads the sample exemplars as an operator would.</summary>
internal static class DemoCatalogue
{
    private const int AtOnce = 4;

    /// <summary>Adds every photo under <c>{verdict}/{pair}/{view}.jpg</c> that is not in the catalogue yet.</summary>
    public static async Task Load(DemoClient operatorClient, string folder, string shoeModel, TextWriter output)
    {
        var existing = (await operatorClient.GetAll($"/api/v1/exemplars?shoe_model={shoeModel}&limit=200"))
            .Select(exemplar => (exemplar["pair"]!.ToString(), exemplar["view"]!.ToString()))
            .ToHashSet();
        var photos = Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories);
        var loaded = 0;
        await Parallel.ForEachAsync(
            photos,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (file, cancellation) =>
            {
                var view = Path.GetFileNameWithoutExtension(file);
                var pair = Directory.GetParent(file)!;
                var verdict = pair.Parent!.Name;
                var name = $"{verdict}-{pair.Name}";
                if (!existing.Contains((name, view)))
                {
                    await operatorClient.PostJpeg(
                        $"/api/v1/exemplars?shoe_model={shoeModel}&view={view}&verdict={verdict}&pair={name}",
                        await File.ReadAllBytesAsync(file, cancellation));
                }
                lock (output)
                    output.Write($"\rexemplars  {++loaded} of {photos.Length}");
            });
        output.WriteLine($"  of {shoeModel}, drawn for this demonstration");
    }
}
