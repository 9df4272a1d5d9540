using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Infra;

/// <summary>infra/ compiled by the real Bicep, once for all classes that read it, because the compiler takes seconds.</summary>
public sealed class CompiledInfra : IAsyncLifetime
{
    private const string Parameters = "snapshots/everything";

    private readonly TestFolder folder = new();

    /// <summary>The compiled main.bicep.</summary>
    public JsonElement Template { get; private set; }

    /// <summary>The resources of a deployment with every option enabled, with expressions evaluated as far as possible.</summary>
    public IReadOnlyList<InfraResource> Resources { get; private set; } = [];

    /// <summary>The snapshot that contains them.</summary>
    public JsonElement Snapshot { get; private set; }

    /// <summary>All diagnostics of the compiler.</summary>
    public string Diagnostics { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var infra = RepositoryFiles.Full("infra");
        foreach (var file in Directory.EnumerateFiles(infra, "*", SearchOption.AllDirectories))
        {
            var copy = folder[Path.GetRelativePath(infra, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var runs = await Task.WhenAll(
            RunBicep("build", "main.bicep", "--outfile", "main.json"),
            RunBicep(
                "snapshot", $"{Parameters}.bicepparam", "--mode", "Overwrite", "--subscription-id", $"{Guid.Empty}",
                "--resource-group", "snapshot", "--location", "westeurope"));
        Diagnostics = string.Concat(runs);
        Template = Read("main.json");
        Snapshot = Read($"{Parameters}.snapshot.json");
        Resources = [.. Snapshot.GetProperty("predictedResources").EnumerateArray().Select(InfraResource.Read)];
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The only resource of a type whose name begins like this.</summary>
    public InfraResource Resource(string type, string name) =>
        Resources.Single(resource => resource.Type == type && resource.Name.StartsWith(name, StringComparison.Ordinal));

    /// <summary>The compiled template of a module of main.bicep.</summary>
    public JsonElement Module(string name) =>
        Template.GetProperty("resources").GetProperty(name).GetProperty("properties").GetProperty("template");

    /// <summary>The symbols of the modules that a module of main.bicep depends on.</summary>
    public IEnumerable<string> DependsOn(string name) =>
        Template.GetProperty("resources").GetProperty(name).TryGetProperty("dependsOn", out var others)
            ? others.EnumerateArray().Select(other => other.GetString()!)
            : [];

    private JsonElement Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(folder[file]));
        return json.RootElement.Clone();
    }

    private async Task<string> RunBicep(params string[] arguments)
    {
        var path = typeof(CompiledInfra).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(value => value.Key == "BicepPath").Value;
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no Bicep compiler at '{path}'. It comes with a restore on Linux, macOS and Windows on x64 and arm64; "
                + "elsewhere build with the environment variable BicepPath set to a Bicep executable.");
        }
        using var bicep = Process.Start(new ProcessStartInfo(path, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = bicep.StandardOutput.ReadToEndAsync();
        var errors = await bicep.StandardError.ReadToEndAsync();
        await bicep.WaitForExitAsync();
        var said = await output + errors;
        return bicep.ExitCode == 0 ? said : throw new InvalidOperationException($"bicep {string.Join(' ', arguments)} failed:\n{said}");
    }
}
