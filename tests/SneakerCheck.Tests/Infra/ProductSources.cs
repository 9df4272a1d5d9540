using System.Text.RegularExpressions;

namespace SneakerCheck.Tests.Infra;

/// <summary>What the product requires of Azure, read from the sources that are deployed.</summary>
internal static partial class ProductSources
{
    /// <summary>The fields by which documents are filtered and ordered, as paths of an indexing policy. Ids are always indexed.</summary>
    public static IEnumerable<string> QueriedFields() => All()
        .SelectMany(source => Field().Matches(source))
        .Select(match => (Field: match.Groups["field"].Value, IsOfEntries: match.Groups["entries"].Success))
        .Where(query => query.Field != "id")
        .Distinct()
        .Select(query => $"/data/{query.Field.Replace('.', '/')}/{(query.IsOfEntries ? "[]/" : "")}?");

    /// <summary>The SDK calls in files that use an SDK: all asynchronous calls, and the operations of a Cosmos DB batch.</summary>
    public static IEnumerable<string> SdkCalls() => All().SelectMany(SdkCalls).Distinct();

    /// <summary>The calls of one source.</summary>
    public static IEnumerable<string> SdkCalls(string source) =>
        Sdk().IsMatch(source) ? Call().Matches(source).Select(match => match.Groups["name"].Value) : [];

    /// <summary>The sources, without the Local host, its commands and the demonstration.</summary>
    private static IEnumerable<string> All() =>
        Directory.EnumerateFiles(RepositoryFiles.Full("functions"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !NotDeployed().IsMatch(Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/')))
        .Select(File.ReadAllText);

    [GeneratedRegex(@"^functions/(bin|obj|Commands|Demo|Hosting/Local)/")]
    private static partial Regex NotDeployed();

    [GeneratedRegex(
        """(Condition\.(Equal|OneOf|Substring|(?<entries>Contains(Any)?))\(|OrderBy = )"(?<field>[a-z0-9_.]+)"""
        + "\"" + """|new( Condition)?\("(?<field>[a-z0-9_.]+)", Comparison\.""")]
    private static partial Regex Field();

    [GeneratedRegex(@"\bAzure\.Storage\.|\bMicrosoft\.Azure\.Cosmos\b|\bAzure\.Messaging\.|\bAzure\.Security\.|\bAzure\.Data\.")]
    private static partial Regex Sdk();

    [GeneratedRegex(@"\.(?<name>[A-Z]\w*Async|\w*(Create|Replace|Upsert|Read|Delete|Patch)Item(Stream)?|\w*Iterator)\b")]
    private static partial Regex Call();
}
