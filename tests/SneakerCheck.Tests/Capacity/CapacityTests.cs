using SneakerCheck.Tests.Infra;

namespace SneakerCheck.Tests.Capacity;

/// <summary>
/// The tables of load and cost in infra/README.md match what the model computes from the recorded operations of a check. With
/// <c>CAPACITY_WRITE=1</c> in the environment the tables are regenerated.
/// </summary>
public sealed class CapacityTests
{
    private const string File = "infra/README.md";

    [Fact]
    public async Task The_tables_of_load_and_cost_match_the_operations_of_one_check()
    {
        var (steps, shared) = await OneCheck.Record();
        var model = new CapacityModel(CapacityFigures.Read(), steps, shared);
        var tables = new Dictionary<string, string>
        {
            ["operations"] = model.Operations(),
            ["rates"] = model.Rates(1, 100, 10_000),
            ["saturation"] = model.Saturation(),
        };
        if (Environment.GetEnvironmentVariable("CAPACITY_WRITE") == "1")
            System.IO.File.WriteAllText(RepositoryFiles.Full(File), With(RepositoryFiles.Read(File), tables));

        var readme = RepositoryFiles.Read(File);
        Assert.Equal(With(readme, tables), readme);
    }

    private static string With(string readme, Dictionary<string, string> tables)
    {
        foreach (var (name, table) in tables)
        {
            var (opening, closing) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
            var from = readme.IndexOf(opening, StringComparison.Ordinal);
            var to = readme.IndexOf(closing, StringComparison.Ordinal);
            Assert.True(from >= 0 && to > from, $"{File} has no place for the table of {name}.");
            readme = readme[..(from + opening.Length)] + table + readme[to..];
        }

        return readme;
    }
}
