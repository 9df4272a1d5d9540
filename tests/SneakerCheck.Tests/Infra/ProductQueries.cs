using System.Text.RegularExpressions;

namespace SneakerCheck.Tests.Infra;

/// <summary>What the product's own code filters and orders documents by, read from its sources.</summary>
internal static partial class ProductQueries
{
    /// <summary>Paths as an indexing policy names them. Ids are left out: the service indexes them by itself.</summary>
    public static IEnumerable<string> Fields() => Sources()
        .SelectMany(source => Field().Matches(source))
        .Select(match => match.Groups["field"].Value)
        .Where(field => field != "id")
        .Distinct()
        .Select(field => $"/data/{field.Replace('.', '/')}/?");

    /// <summary>Sources of what is deployed: without the Local host and the demonstration.</summary>
    public static IEnumerable<string> Sources() => Directory.EnumerateFiles(RepositoryFiles.Full("functions"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Excluded().IsMatch(Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/')))
        .Select(File.ReadAllText);

    [GeneratedRegex(@"^functions/(bin|obj|Demo|Hosting/Local)/")]
    private static partial Regex Excluded();

    [GeneratedRegex("""(Condition\.Equal\(|OrderBy = )"(?<field>[a-z0-9_.]+)"|new( Condition)?\("(?<field>[a-z0-9_.]+)", Comparison\.""")]
    private static partial Regex Field();
}
