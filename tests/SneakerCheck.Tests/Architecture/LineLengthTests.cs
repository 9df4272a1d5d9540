using System.Globalization;
using System.Text.RegularExpressions;
using SneakerCheck.Tests.Infra;

namespace SneakerCheck.Tests.Architecture;

/// <summary>Two files fit beside each other on a screen, so lines end at 140 characters: in code, scripts and prose.</summary>
/// <remarks>
/// Exempt is what cannot be wrapped (rows of Markdown tables, long addresses) and what nobody writes by hand: fixtures and snapshots,
/// and the kinds of files that <see cref="Extensions"/> leaves out, such as JSON, lock files and the solution.
/// </remarks>
public sealed partial class LineLengthTests
{
    private const int Limit = 140;

    private static readonly HashSet<string> Extensions =
    [
        ".cs", ".md", ".bicep", ".bicepparam", ".mjs", ".js", ".sh", ".props", ".targets", ".csproj", ".yaml", ".yml", ".http",
    ];

    // A published archive has no git to ask which files are committed, but it does have the list of those that are not.
    private static readonly HashSet<string> NotCommitted =
    [
        ".git",
        .. File.ReadLines(RepositoryFiles.Full(".gitignore")).Where(line => line.EndsWith('/')).Select(line => line.Trim('/')),
    ];

    private static readonly HashSet<string> NotWritten = ["Fixtures", "snapshots"];

    [Fact]
    public void No_line_is_above_140_characters()
    {
        var tooLong =
            from path in Paths(new DirectoryInfo(RepositoryFiles.Root))
            from line in File.ReadLines(path).Index()
            where IsTooLong(line.Item, isMarkdown: path.EndsWith(".md", StringComparison.Ordinal))
            select $"{Path.GetRelativePath(RepositoryFiles.Root, path)}:{line.Index + 1}";

        var places = tooLong.ToArray();

        Assert.True(places.Length == 0, $"{places.Length} lines above {Limit} characters:\n" + string.Join('\n', places));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("Directory.Build.props")]
    [InlineData("azure.yaml")]
    [InlineData(".ci/run")]
    [InlineData("infra/main.bicep")]
    [InlineData("functions/SneakerCheck.Functions.csproj")]
    [InlineData("functions/Checks/README.md")]
    [InlineData("tests/SneakerCheck.Tests/Architecture/LineLengthTests.cs")]
    public void The_files_that_people_write_are_looked_at(string path) =>
        Assert.Contains(RepositoryFiles.Full(path), Paths(new DirectoryInfo(RepositoryFiles.Root)));

    [Fact]
    public void What_is_built_or_recorded_is_not_looked_at() =>
        Assert.DoesNotContain(
            Paths(new DirectoryInfo(RepositoryFiles.Root)).Select(path => Path.GetRelativePath(RepositoryFiles.Root, path)),
            path => path.Split(Path.DirectorySeparatorChar) is var parts
                && (parts.Contains("obj") || parts.Contains("node_modules") || parts.Contains("Fixtures")));

    [Theory]
    [InlineData("", 140, "", false, false)]
    [InlineData("", 141, "", false, true)]
    [InlineData("    // ", 134, "", false, true)]
    [InlineData("| a row |", 200, "|", true, false)]
    [InlineData("| not Markdown |", 200, "|", false, true)]
    [InlineData("/// https://example.com/", 120, "", false, false)]
    [InlineData("    // https://example.com/", 200, "", false, false)]
    [InlineData("- [page](https://example.com/", 200, ")", true, false)]
    [InlineData("https://example.com/ and ", 130, "", true, true)]
    public void A_line_is_too_long_if_wrapping_would_help(string start, int letters, string end, bool isMarkdown, bool expected) =>
        Assert.Equal(expected, IsTooLong(start + new string('x', letters) + end, isMarkdown));

    [Fact]
    public void What_a_reader_sees_as_one_character_counts_as_one() =>
        Assert.False(IsTooLong(string.Concat(Enumerable.Repeat("👟", 70)) + string.Concat(Enumerable.Repeat("鞋", 70)), isMarkdown: false));

    private static bool IsTooLong(string line, bool isMarkdown) =>
        line.Length > Limit
        && new StringInfo(line).LengthInTextElements > Limit
        && !(isMarkdown && line.TrimStart().StartsWith('|'))
        && !LongAddress().IsMatch(line);

    private static IEnumerable<string> Paths(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(IsWritten).Select(file => file.FullName).Concat(
            folder.EnumerateDirectories()
                .Where(inner => !NotCommitted.Contains(inner.Name) && !NotWritten.Contains(inner.Name))
                .SelectMany(Paths));

    private static bool IsWritten(FileInfo file) =>
        Extensions.Contains(file.Extension) || (file.Extension.Length == 0 && file.Directory!.Name == ".ci");

    // An address that no line could hold together with what must stand before it: a comment's mark or a bullet.
    [GeneratedRegex(@"^\W*\S*https?://\S{100,}$")]
    private static partial Regex LongAddress();
}
