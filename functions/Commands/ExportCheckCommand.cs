using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Commands;

/// <summary>Writes a check of a running service as one HTML file, to look at or to send.</summary>
public static class ExportCheckCommand
{
    public static readonly Command Definition = new(
        "export-check",
        ["ID"],
        "writes one HTML file of a check: photos, numbers, limits, nearest exemplars",
        [
            new("--url", "URL", $"the service; {LocalHost.DefaultAddress} if not given"),
            new("--out", "FILE", "the file; check-ID.html here if not given"),
        ])
    {
        Settings = OperatorSignIn.Settings,
    };

    public static async Task<int> Run(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        var id = line.Words[0];
        using var client = await OperatorSignIn.Open(
            line.Options.GetValueOrDefault("--url", LocalHost.DefaultAddress), line.Settings, cancellation);
        output.WriteLine(await Write(client, id, line.Options.GetValueOrDefault("--out", $"check-{id}.html"), cancellation));
        return 0;
    }

    /// <summary>Writes the file and returns its full path.</summary>
    /// <param name="client">Signed in as an operator.</param>
    /// <exception cref="CommandException">There is no such check, or the file cannot be written.</exception>
    public static async Task<string> Write(ApiClient client, string id, string file, CancellationToken cancellation)
    {
        var html = CheckPage.Render(await Read(client, id, cancellation));
        try
        {
            await File.WriteAllTextAsync(file, html, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be written: {exception.Message}", exception);
        }
        return Path.GetFullPath(file);
    }

    private static async Task<CheckContents> Read(ApiClient client, string id, CancellationToken cancellation)
    {
        JsonNode check;
        try
        {
            check = await client.Get($"/api/v1/checks/{Uri.EscapeDataString(id)}", cancellation);
        }
        catch (ApiRefusal refusal) when (refusal.Code == "not_found")
        {
            throw new CommandException($"There is no check {id}. GET /api/v1/checks lists them.", refusal);
        }
        var model = Uri.EscapeDataString($"{check["shoe_model"]}");
        var models = await client.Get("/api/v1/shoe_models", cancellation);
        var template = await client.Get($"/api/v1/templates/{check["meta_tag"]}?shoe_model={model}", cancellation);
        var outlines = new Dictionary<string, string>();
        foreach (var outline in template["views"]!.AsArray().Select(view => $"{view!["outline"]}").Distinct())
            outlines[outline] = await client.GetText($"/api/v1/outlines/{outline}.svg", cancellation);
        var pictures = new Dictionary<string, byte[]>();
        foreach (var link in Links(check).Distinct())
        {
            if (await client.Download(link, cancellation) is { } jpeg)
                pictures[link] = SmallPicture.Of(jpeg);
        }
        var title = models.AsArray().FirstOrDefault(known => $"{known!["id"]}" == $"{check["shoe_model"]}")?["title"];
        return new CheckContents(check, template, title, outlines, pictures);
    }

    private static IEnumerable<string> Links(JsonNode check) =>
        from photo in check["photos"]!.AsArray()
        from shown in photo!["nearest"]!.AsArray().Concat(photo["matches"]!.AsArray()).Prepend(photo)
        let link = shown["url"]?.ToString()
        where link is not null
        select link;
}
