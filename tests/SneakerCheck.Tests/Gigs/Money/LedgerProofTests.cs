using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>A ledger that somebody has changed by hand is found out.</summary>
public sealed class LedgerProofTests : IDisposable
{
    private readonly TestLedger test = new();

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task An_empty_ledger_is_proven()
    {
        Assert.Equal((0, 0, true), (test.Prove().Entries, test.Prove().Accounts.Count, test.Prove().IsProven));
        await test.Person(1);
        Assert.Equal((1, 2, true), (test.Prove().Entries, test.Prove().Accounts.Count, test.Prove().IsProven));
    }

    [Theory]
    [InlineData("a balance", """
        UPDATE documents SET value = json_set(value, '$.balance', 1000)
        WHERE kind = 'wallet' AND partition = @payee
        """, 980)]
    [InlineData("a balance below zero", """
        UPDATE documents SET value = json_set(value, '$.balance', -1)
        WHERE id = 'wallet' AND partition = @payee
        """, 21)]
    [InlineData("a lost wallet", "DELETE FROM documents WHERE kind = 'wallet' AND partition = @payer", 20)]
    [InlineData("an escrow", "UPDATE documents SET value = json_set(value, '$.escrow', 9) WHERE kind = 'gig'", 1)]
    [InlineData("a lost gig", "DELETE FROM documents WHERE kind = 'gig'", 10)]
    [InlineData("a lost credit", "DELETE FROM documents WHERE id LIKE '%-credit' AND partition = @payee", 20)]
    [InlineData("a lost debit", "DELETE FROM documents WHERE kind = 'ledger-entry' AND partition = @payer AND value LIKE '%deposit%'", 20)]
    [InlineData("a changed amount", """
        UPDATE documents SET value = json_set(value, '$.entry.amount', 21)
        WHERE id LIKE '%-credit' AND partition = @payee
        """, 1)]
    [InlineData("a credit applied twice", """
        INSERT INTO documents (partition, id, kind, value, etag)
        SELECT 'account-5', id, kind, value, etag FROM documents WHERE id LIKE '%-credit' AND partition = @payee
        """, 20)]
    public async Task What_is_changed_without_an_entry_is_the_difference(string what, string sql, long difference)
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        await test.Gig(payer, 10);
        await test.Ledger.Transfer(test.Entry(payer, payee, 20), null, TestLedger.Token);
        test.Balanced();

        Tamper(sql, ("@payer", payer.Partition), ("@payee", payee.Partition));

        var proven = test.Prove();
        Assert.False(proven.IsProven, what);
        Assert.True(proven.Difference == difference, $"{what}: {proven.Difference}");
    }

    [Fact]
    public async Task Money_that_is_moved_from_one_balance_to_another_without_an_entry_is_found_although_the_total_is_0()
    {
        var (one, other) = (await test.Person(50), await test.Person(50));

        SetBalance(one, 60);
        SetBalance(other, 40);

        var proven = test.Prove();
        Assert.Equal((0, 20), (proven.Total, proven.Difference));
        Assert.Equal([(one, 10), (other, -10)], proven.Accounts.Where(it => it.Difference != 0).Select(it => (it.Account, it.Difference))
            .OrderBy(it => it.Difference * -1));
    }

    [Fact]
    public async Task An_entry_that_is_forged_with_both_balances_is_found_by_its_missing_leg()
    {
        var payee = await test.Person(50);

        SetBalance(payee, 51);
        Tamper(
            """
            INSERT INTO documents (partition, id, kind, value, etag)
            SELECT partition, 'entry-00000000000000000000000000000001-credit', kind,
              json_set(value, '$.entry.id', '00000000000000000000000000000001', '$.entry.amount', 1), 'x'
            FROM documents WHERE id LIKE '%-credit' AND partition = @p
            """,
            ("@p", payee.Partition));

        var proven = test.Prove();
        Assert.False(proven.IsProven);
        Assert.Equal(1, proven.Difference);
        Assert.Contains("nobody was charged", Assert.Single(proven.Faults));
    }

    private void SetBalance(LedgerAccount account, long balance) => Tamper(
        "UPDATE documents SET value = json_set(value, '$.balance', @b) WHERE id = 'wallet' AND partition = @p",
        ("@p", account.Partition),
        ("@b", balance));

    private void Tamper(string sql, params (string Name, object?)[] values)
    {
        values = [.. values.Where(value => sql.Contains(value.Name, StringComparison.Ordinal))];
        using var database = SqliteDatabase.Open(test.Path);
        Assert.True(database.Write(session => session.Execute(sql, values)).GetAwaiter().GetResult() > 0, "Nothing was changed.");
    }
}
