using System.Globalization;
using Microsoft.Data.Sqlite;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Commands;

/// <summary>Proves that no money was lost or made, in the data folder of a Local host, which may be running.</summary>
public static class LedgerCommand
{
    public static readonly Command Definition = new(
        "ledger", [], "sums all balances, escrows and entries of the data folder; the difference must be 0", [])
    {
        Settings = [Folder],
    };

    private const string Folder = "SNEAKERCHECK_DATA";
    private const int MostShown = 20;

    /// <summary>Returns 0 if everything adds up, otherwise 1.</summary>
    /// <exception cref="CommandException">There is no database that can be read.</exception>
    public static int Run(CommandLine line, TextWriter output)
    {
        var folder = line.Settings.GetValueOrDefault(Folder) ?? Environment.GetEnvironmentVariable(Folder) ?? LocalHost.DefaultFolder;
        var file = Path.Combine(folder, DataFolder.DatabaseName);
        if (!File.Exists(file))
            throw new CommandException($"There is no {Path.GetFullPath(file)}. {Folder} names the folder.");
        try
        {
            return Show(LedgerFile.Prove(file, TimeProvider.System), output);
        }
        catch (SqliteException exception)
        {
            throw new CommandException($"{Path.GetFullPath(file)} cannot be read: {exception.Message}", exception);
        }
    }

    private static int Show(ProvenLedger proven, TextWriter output)
    {
        output.WriteLine($"{"",-14}{"accounts",10}{"kept",20}{"sum of entries",20}{"difference",14}");
        foreach (var holder in proven.Accounts.GroupBy(account => account.Account.Holder))
        {
            Row(
                output,
                $"{holder.Key}".ToLowerInvariant(),
                holder.Count(),
                holder.Aggregate(Int128.Zero, (sum, account) => sum + account.Kept),
                holder.Aggregate(Int128.Zero, (sum, account) => sum + account.Summed),
                holder.Aggregate(Int128.Zero, (sum, account) => sum + Math.Abs(account.Difference)));
        }
        var transit = proven.InTransit.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Amount);
        Row(output, "in transit", proven.InTransit.Count, transit, transit, 0);
        Row(output, "together", proven.Accounts.Count, proven.Total, proven.Total, proven.Difference);
        foreach (var account in proven.Accounts.Where(account => account.Difference != 0).Take(MostShown))
            output.WriteLine($"{account.Account} has {account.Kept}; its entries add up to {account.Summed}.");
        foreach (var fault in proven.Faults.Take(MostShown))
            output.WriteLine(fault);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{proven.Entries} entries. Difference: {proven.Difference}"));
        return proven.IsProven ? 0 : 1;
    }

    private static void Row(TextWriter output, string name, int count, Int128 kept, Int128 summed, Int128 difference) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-14}{count,10}{kept,20}{summed,20}{difference,14}"));
}
