using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Commands;

/// <summary>Imports a folder of labelled photos into a running service, and tells what the shoe model's checks still lack.</summary>
public static class ImportCommand
{
    public static readonly Command Definition = new(
        "import",
        ["FOLDER"],
        "adds labelled photos to a shoe model: true/PAIR/VIEW.jpg and fake/PAIR/VIEW.jpg",
        [
            new("--model", "MODEL", "the shoe model's id, for example adidas_superstar", IsRequired: true),
            new("--url", "URL", $"the service; {LocalHost.DefaultAddress} if not given"),
        ])
    {
        Settings = OperatorSignIn.Settings,
    };

    private const int MostShown = 20;

    /// <summary>Returns 0 if every photo of the folder is an exemplar.</summary>
    /// <exception cref="CommandException">Nothing was imported, because an argument, the sign-in or the folder is wrong.</exception>
    public static async Task<int> Run(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        var folder = line.Words[0];
        if (!Directory.Exists(folder))
            throw new CommandException($"There is no folder {folder}.");
        var model = line.Options["--model"];
        using var client = await OperatorSignIn.Open(
            line.Options.GetValueOrDefault("--url", LocalHost.DefaultAddress), line.Settings, cancellation);
        var imported = await new Importer(client, model).Import(folder, output, cancellation);
        foreach (var (file, reason) in imported.Refused.Take(MostShown))
            output.WriteLine($"refused    {file}: {reason}");
        if (imported.Refused.Count > MostShown)
            output.WriteLine($"refused    and {imported.Refused.Count - MostShown} more");
        PrintCoverage(await client.Get($"/api/v1/shoe_models/{Uri.EscapeDataString(model)}/coverage", cancellation), output);
        return imported.Refused.Count == 0 ? 0 : 1;
    }

    private static void PrintCoverage(JsonNode coverage, TextWriter output)
    {
        output.WriteLine($"pairs      {coverage["true_pairs"]} genuine, {coverage["fake_pairs"]} fake");
        foreach (var view in coverage["views"]!.AsArray())
            output.WriteLine($"           {view!["view"],-10} {view["true_pairs"],5} genuine {view["fake_pairs"],5} fake");
        foreach (var template in coverage["templates"]!.AsArray())
        {
            var (genuine, fake) = (template!["true_lacking"]!.GetValue<int>(), template["fake_lacking"]!.GetValue<int>());
            output.WriteLine($"template   {template["meta_tag"],-10} " + (genuine + fake == 0
                ? $"checks can be decided at an error bound of {template["error_bound"]}"
                : $"lacks {genuine} genuine and {fake} fake of {template["pairs_needed"]} pairs each"));
        }
    }
}
