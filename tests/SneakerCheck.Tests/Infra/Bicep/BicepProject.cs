namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>A template, the modules that it reaches, and parameter files, checked as the compiler would where that can be told from names.</summary>
internal sealed class BicepProject
{
    private readonly string root;
    private readonly Dictionary<string, BicepFile> files = [];
    private readonly List<string> faults = [];

    private BicepProject(string root) => this.root = root;

    /// <summary>Files by their path in the folder, with forward slashes.</summary>
    public IReadOnlyDictionary<string, BicepFile> Files => files;

    /// <summary>What is wrong, each with file and line.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Reads every Bicep file of a folder and checks it.</summary>
    public static BicepProject Read(string root)
    {
        var project = new BicepProject(root);
        foreach (var path in Directory.EnumerateFiles(root, "*.bicep*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(path) is ".bicep" or ".bicepparam")
                project.Parse(Path.GetRelativePath(root, path).Replace('\\', '/'));
        }
        foreach (var (path, file) in project.files)
        {
            if (file.Using is null)
                project.faults.AddRange(new BicepFileCheck(project, path, file).Faults().Select(fault => $"{path}:{fault.Line}: {fault.Text}"));
            else
                project.faults.AddRange(project.ParameterFaults(path, file).Select(fault => $"{path}:{fault.Line}: {fault.Text}"));
        }
        return project;
    }

    /// <summary>The file that another one names; null where there is none.</summary>
    public BicepFile? Find(string from, string relative) => files.GetValueOrDefault(Resolve(from, relative));

    /// <summary>The text of a file that another one names; null where there is none.</summary>
    public string? Load(string from, string relative) =>
        Path.Combine(root, Resolve(from, relative)) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private string Resolve(string from, string relative) =>
        Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(from)!, relative))).Replace('\\', '/');

    private void Parse(string path)
    {
        try
        {
            files[path] = BicepParser.Read(File.ReadAllText(Path.Combine(root, path)));
        }
        catch (BicepException exception)
        {
            faults.Add($"{path}: {exception.Message}");
        }
    }

    private IEnumerable<(int Line, string Text)> ParameterFaults(string path, BicepFile file)
    {
        if (Find(path, file.Using!) is not { } template)
        {
            yield return (1, $"there is no {file.Using}.");
            yield break;
        }
        var parameters = template.Declarations.OfType<ParameterDeclaration>().ToArray();
        foreach (var assigned in file.Assigned)
        {
            if (parameters.All(parameter => parameter.Name != assigned.Name))
                yield return (assigned.Line, $"{file.Using} has no parameter {assigned.Name}.");
            if (file.Assigned.Count(other => other.Name == assigned.Name) > 1)
                yield return (assigned.Line, $"{assigned.Name} is assigned twice.");
            foreach (var call in assigned.Value.All.OfType<CallExpression>().Where(call => !BicepNames.Functions.Contains(call.Name)))
                yield return (call.Line, $"there is no function {call.Name}.");
            foreach (var name in assigned.Value.All.OfType<NameExpression>())
                yield return (name.Line, $"{name.Name} is declared nowhere.");
        }
        foreach (var parameter in parameters.Where(parameter => parameter.IsRequired && file.Assigned.All(assigned => assigned.Name != parameter.Name)))
            yield return (1, $"{parameter.Name} is required and not assigned.");
    }
}
