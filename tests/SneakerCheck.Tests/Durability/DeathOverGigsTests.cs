using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Commands;
using SneakerCheck.Gigs;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Durability;

/// <summary>
/// Gigs are published, worked on, paid, withdrawn, closed and deleted, and the process dies before each single write. Afterwards the books
/// balance, nothing is in transit, and what was asked for has happened once.
/// </summary>
public sealed class DeathOverGigsTests
{
    private const long Granted = 1000;
    private const long Reward = 30;

    private readonly Dictionary<string, string?> settings = MortalProcess.Settings("UseDevelopmentStorage=true");
    private readonly ManualTime time = new();

    [Fact]
    public Task Publishing() => Die(
        Prepare(),
        (life, gig, _) => life.Get<GigPublishing>().PublishAgain(gig.Payer, gig.CreatorUserId, gig.Id, Terms(4), default),
        (gig, balances) => Assert.True(
            (gig!.Status, gig.Escrow, balances.Creator) == (GigStatus.Ongoing, 4 * Reward, Granted - (4 * Reward))),
        withdrawn: true);

    [Fact]
    public Task Withdrawing() => Die(
        Prepare(),
        (life, gig, _) => life.Get<GigPublishing>().Withdraw(gig.Payer, gig.CreatorUserId, gig.Id, default),
        (gig, balances) => Assert.True((gig!.Status, gig.Escrow, balances.Creator) == (GigStatus.Pending, 0, Granted)));

    [Fact]
    public Task Deleting() => Die(
        Prepare(),
        (life, gig, _) => life.Get<GigPublishing>().Delete(gig.Payer, gig.CreatorUserId, gig.Id, default),
        (gig, balances) => Assert.True(gig is null && balances.Creator == Granted));

    [Fact]
    public Task Reviewing() => Die(
        Prepare(),
        (life, gig, worker) => life.Get<GigWork>().Review(gig.Payer, gig.CreatorUserId, gig.Id, worker, 5, default),
        (gig, balances) => Assert.True(
            (gig!.Done, gig.Escrow, balances.Worker, balances.Comments) == (1, Reward, Reward, 1), $"{gig} {balances}"),
        waits: true);

    [Fact]
    public Task Closing() => Die(
        Prepare(),
        async (life, _, _) =>
        {
            if (time.GetUtcNow() < Start + TimeSpan.FromHours(3))
                time.Advance(TimeSpan.FromHours(3));
            await life.Function<CloseGigs>().Run(new TimerInfo(), default);
        },
        (gig, balances) => Assert.True(
            (gig!.Status, gig.Escrow, balances.Worker, balances.Creator) == (GigStatus.Finished, 0, Reward, Granted - Reward)),
        waits: true);

    private DateTimeOffset Start { get; set; }

    private GigTerms Terms(int places) => new(
        "a gig", "", [], places, Reward, Start, Start + TimeSpan.FromHours(1), Start + TimeSpan.FromHours(2), UserLimit.None,
        ImmutableArray.Create(new GigStep("one", "")));

    private Func<DateTimeOffset> Prepare() => () => Start = time.GetUtcNow();

    private async Task Die(
        Func<DateTimeOffset> begin,
        Func<MortalProcess, Gig, long, Task> act,
        Action<Gig?, (long Creator, long Worker, long Comments)> verify,
        bool withdrawn = false,
        bool waits = false)
    {
        var fate = new Fate(0);
        for (var lastWrite = 0; ; lastWrite++)
        {
            begin();
            using var file = new SqliteFile();
            var (gig, worker) = await Prepare(file, withdrawn, waits);
            fate = new Fate(lastWrite);
            await using (var mortal = new MortalProcess(file.Database, time, settings, fate))
            {
                await Try(() => act(mortal, gig, worker));
                time.Advance(TimeSpan.FromSeconds(11));
                await mortal.Work();
            }
            var story = $"died after {lastWrite} of: {string.Join(", ", fate.Writes)}";
            Assert.True(LedgerFile.Prove(file.Path, time).IsProven, story);

            await using var next = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
            time.Advance(TimeSpan.FromSeconds(30));
            await next.Recover();
            // The client repeats what got no reply; what had happened is refused as done.
            await Try(() => act(next, gig, worker));
            time.Advance(TimeSpan.FromMinutes(5));
            await next.Recover();
            var proven = LedgerFile.Prove(file.Path, time);
            Assert.True(proven is { IsProven: true, InTransit: [] }, $"{string.Join(' ', proven.Faults)}: {story}");
            var left = await next.Get<IDocuments>().Read(GigStore.Kind, gig.Payer.Partition, gig.DocumentId);
            var ledger = next.Get<Ledger>();
            verify(left?.Value, (
                await ledger.Balance(gig.Payer, default),
                await ledger.Balance(LedgerAccount.User(worker), default),
                (await next.Get<ProfileStore>().Get(worker, default)).CommentCount));
            if (!fate.IsDead)
                break;
        }
        Assert.NotEmpty(fate.Writes);
    }

    private static async Task Try(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is IOException or Refusal { Status: 404 or 409 })
        {
            // The process is dead, so nobody gets the reply; or it has been done.
        }
    }

    private async Task<(Gig Gig, long Worker)> Prepare(SqliteFile file, bool withdrawn, bool waits)
    {
        await using var life = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
        var creator = await Person(life);
        var worker = await Person(life);
        await life.Get<Ledger>().Transfer(
            LedgerEntry.Create(LedgerAccount.Platform, LedgerAccount.User(creator), Granted, LedgerReason.Grant, time.GetUtcNow()),
            null,
            default);
        var publishing = life.Get<GigPublishing>();
        var payer = LedgerAccount.User(creator);
        var gig = await publishing.Create(payer, creator, Terms(2), default);
        if (withdrawn)
            gig = await publishing.Withdraw(payer, creator, gig.Value.Id, default);
        if (waits)
        {
            await life.Get<GigWork>().Accept(worker, gig.Value.Id, default);
            await life.Get<GigWork>().FinishStep(worker, gig.Value.Id, 1, default);
        }
        time.Advance(TimeSpan.FromSeconds(11));
        await life.Work();
        return (gig.Value, worker);
    }

    private async Task<long> Person(MortalProcess life) => (await life.Get<AccountStore>().Create(
        id => new Account(id, "person", null, null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, time.GetUtcNow()),
        default)).Value.Id;
}
