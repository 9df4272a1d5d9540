using SneakerCheck.Commands;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Gigs.Money;

namespace SneakerCheck.Tests.Commands;

/// <summary>The proof of the ledger from the command line.</summary>
public sealed class LedgerCommandTests
{
    [Fact]
    public async Task It_proves_the_folder_of_a_running_host_and_finds_what_was_changed_by_hand()
    {
        await using var host = await TestHost.Start();
        var owner = await host.Owner();
        await GrantMoneyTests.Grant(host, owner.Id, 70);

        var (status, output) = Run(host.DataFolder);

        Assert.Equal(0, status);
        Assert.EndsWith("1 entries. Difference: 0\n", output);
        Assert.Matches(@"user +1 +70 +70 +0", output);
        Assert.Matches(@"platform +1 +-70 +-70 +0", output);

        using (var database = SqliteDatabase.Open(Path.Combine(host.DataFolder, DataFolder.DatabaseName)))
        {
            await database.Write(session => session.Execute(
                "UPDATE documents SET value = json_set(value, '$.balance', 71) WHERE id = 'wallet' AND partition = @p",
                ("@p", $"account-{owner.Id}")));
        }
        (status, output) = Run(host.DataFolder);

        Assert.Equal(1, status);
        Assert.Contains($"user:{owner.Id} has 71; its entries add up to 70.", output);
        Assert.EndsWith("Difference: 1\n", output);
    }

    [Fact]
    public void A_folder_without_a_database_is_called_so()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");

        var failure = Assert.Throws<CommandException>(() => Run(folder));

        Assert.Contains(folder, failure.Message);
        Assert.False(Directory.Exists(folder));
    }

    private static (int Status, string Output) Run(string folder)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var line = CommandLine.Read(["ledger", "--SNEAKERCHECK_DATA", folder], [LedgerCommand.Definition], []);
        return (LedgerCommand.Run(line, output), output.ToString());
    }
}
