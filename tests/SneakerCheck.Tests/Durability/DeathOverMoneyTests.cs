using SneakerCheck.Accounts;
using SneakerCheck.Commands;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Durability;

/// <summary>
/// Money moves. The process dies once: before the first write, between the first and the second, and so on to the last. Afterwards every
/// movement is whole or never began, and the books balance.
/// </summary>
public sealed class DeathOverMoneyTests
{
    private const long Granted = 100;
    private const long Moved = 30;

    private static readonly LedgerAccount Desk = LedgerAccount.Organization(77);
    private static readonly LedgerAccount Gig = LedgerAccount.Gig(55);

    private readonly Dictionary<string, string?> settings = MortalProcess.Settings("UseDevelopmentStorage=true");

    private readonly ManualTime time = new();

    [Theory]
    [InlineData(30)]
    [InlineData(7200)] // The queues have forgotten every key by then, and no longer drop what is sent twice.
    public Task A_deposit_is_made_once_or_not_at_all(int secondsDown) => Die(
        secondsDown,
        (process, people) => process.Get<Ledger>().Transfer(
            Entry(people[0], Desk, LedgerReason.Deposit), LedgerRequest.DocumentId(people[0].Id, "key"), default),
        async (ledger, people, wasRepeated) =>
        {
            var balances = (await ledger.Balance(people[0], default), await ledger.Balance(Desk, default));
            Assert.True(balances == (Granted - Moved, Moved) || (!wasRepeated && balances == (Granted, 0)), $"{balances}");
        },
        isRepeatable: true,
        // Who has no wallet yet gets one with the first money.
        ["commit", "send ledger-credits", "commit", "commit", "commit", "commit", "complete ledger-credits"]);

    [Theory]
    [InlineData(30)]
    [InlineData(7200)]
    public Task A_grant_is_made_once_or_not_at_all(int secondsDown) => Die(
        secondsDown,
        (process, people) => process.Get<Ledger>().Transfer(
            Entry(LedgerAccount.Platform, people[1], LedgerReason.Grant), null, default),
        async (ledger, people, _) => Assert.Contains(await ledger.Balance(people[1], default), new[] { 0, Moved }),
        isRepeatable: false,
        ["commit", "send ledger-credits", "commit", "commit", "commit", "commit", "complete ledger-credits"]);

    [Theory]
    [InlineData(30)]
    [InlineData(7200)]
    public Task A_reward_is_paid_once_or_not_at_all(int secondsDown) => Die(
        secondsDown,
        async (process, people) =>
        {
            var entry = Entry(Gig, people[1], LedgerReason.Reward);
            var commit = new Commit(people[0].Partition);
            var result = await process.Get<Outbox>().Commit(commit, [Ledger.Debit(commit, entry)]);
            Ledger.RequireCovered(commit, result, entry);
            await process.Get<Ledger>().Credit(entry, default);
        },
        async (ledger, people, _) => Assert.Contains(await ledger.Balance(people[1], default), new[] { 0, Moved }),
        isRepeatable: false,
        ["commit", "send ledger-credits", "commit", "commit", "commit", "commit", "complete ledger-credits"]);

    [Theory]
    [InlineData(30)]
    [InlineData(7200)]
    public Task The_money_of_a_deleted_account_reaches_the_platform_once(int secondsDown) => Die(
        secondsDown,
        (process, people) => process.Get<AccountDeparture>().Accept(people[0].Id, default),
        async (ledger, people, _) =>
        {
            var balances = (await ledger.Balance(people[0], default), await ledger.Balance(LedgerAccount.Platform, default));
            Assert.True(balances is (0, 0) or (Granted, -Granted), $"{balances}");
        },
        isRepeatable: false,
        null,
        hasGig: false);

    private LedgerEntry Entry(LedgerAccount from, LedgerAccount to, LedgerReason reason) =>
        LedgerEntry.Create(from, to, Moved, reason, time.GetUtcNow());

    private async Task Die(
        int secondsDown,
        Func<MortalProcess, LedgerAccount[], Task> act,
        Func<Ledger, LedgerAccount[], bool, Task> verify,
        bool isRepeatable,
        string[]? expected,
        bool hasGig = true)
    {
        var fate = new Fate(0);
        for (var lastWrite = 0; ; lastWrite++)
        {
            using var file = new SqliteFile();
            var people = await Prepare(file, hasGig);
            fate = new Fate(lastWrite);
            await using (var mortal = new MortalProcess(file.Database, time, settings, fate))
            {
                await Try(() => act(mortal, people));
                // The message is for when the request could not do it; it comes a little later.
                time.Advance(TimeSpan.FromSeconds(11));
                await mortal.Work();
            }
            var story = $"died after {lastWrite} of: {string.Join(", ", fate.Writes)}";
            // Even now nothing is lost or there twice; some may be in transit.
            var dead = LedgerFile.Prove(file.Path, time);
            Assert.True(dead.IsProven, $"{dead.Difference} {string.Join(' ', dead.Faults)}: {story}");

            time.Advance(TimeSpan.FromSeconds(secondsDown));
            await using var next = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
            await next.Recover();
            if (isRepeatable)
                await act(next, people);
            await next.Work();
            time.Advance(TimeSpan.FromHours(1));
            await next.Recover();

            var proven = LedgerFile.Prove(file.Path, time);
            Assert.True(proven is { IsProven: true, InTransit: [] }, $"{string.Join(' ', proven.Faults)}: {story}");
            Assert.True(await Count(file, "SELECT count(*) FROM documents WHERE kind = 'outbox'") == 0, story);
            Assert.True(await Count(file, "SELECT count(*) FROM messages") == 0, story);
            await verify(next.Get<Ledger>(), people, isRepeatable);
            if (!fate.IsDead)
                break;
        }

        if (expected is not null)
            Assert.Equal(expected, fate.Writes);
    }

    private static async Task Try(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is IOException or Refusal { Code: Ledger.InTransit })
        {
            // The process is dead, so nobody gets the reply.
        }
    }

    /// <summary>Two people, of whom the first has money, an organization, and a gig of the first with money in escrow.</summary>
    private async Task<LedgerAccount[]> Prepare(SqliteFile file, bool hasGig)
    {
        await using var process = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
        var (documents, ledger) = (process.Get<IDocuments>(), process.Get<Ledger>());
        var people = new List<LedgerAccount>();
        foreach (var _ in (int[])[0, 1])
        {
            var account = await process.Get<AccountStore>().Create(
                id => new Account(id, "person", null, null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, time.GetUtcNow()),
                default);
            people.Add(LedgerAccount.User(account.Value.Id));
        }
        await documents.Commit(new Commit(Desk.Partition).Create(
            new DocumentKind<Wallet>("organization", Wallet.Kind.Json), "organization", Wallet.Of(0)));
        var (payer, gigs) = (people[0], hasGig ? Moved : 0);
        await ledger.Transfer(
            LedgerEntry.Create(LedgerAccount.Platform, payer, Granted + gigs, LedgerReason.Grant, time.GetUtcNow()), null, default);
        if (hasGig)
        {
            var publish = new Commit(payer.Partition).Create(GigEscrow.Kind, GigEscrow.DocumentId(Gig.Id), new GigEscrow(Moved));
            Ledger.Internal(publish, Entry(payer, Gig, LedgerReason.Publish), isEscrowWritten: true);
            Assert.True((await documents.Commit(publish)).IsCommitted);
        }
        time.Advance(TimeSpan.FromSeconds(11));
        await process.Work();
        return [.. people];
    }

    private static Task<long> Count(SqliteFile file, string sql) =>
        file.Database.Read(session => session.Query(sql, row => row.GetInt64(0))[0]);
}
