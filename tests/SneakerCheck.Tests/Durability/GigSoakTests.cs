using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Commands;
using SneakerCheck.Gigs;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Durability;

/// <summary>Many people work on many gigs at once while the process is killed again and again.</summary>
public sealed class GigSoakTests
{
    private const int People = 50;
    private const int Gigs = 20;
    private const int Kills = 20;
    private const int Requests = 40;
    private const int Granted = 10_000;

    private readonly Dictionary<string, string?> settings = MortalProcess.Settings("UseDevelopmentStorage=true");
    private readonly ManualTime time = new();
    private readonly ConcurrentDictionary<long, LedgerAccount> gigs = [];
    private readonly InstantTime instant;

    // Whoever waits after a conflict must not wait for the test's clock.
    public GigSoakTests() => instant = new InstantTime(time);

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Twenty_kills_lose_no_money_and_pay_nobody_twice()
    {
        using var file = new SqliteFile();
        var people = await Prepare(file);
        // The moments are random and not the same in every run; the outcome must be.
        var random = new Random();
        for (var (kills, lives) = (0, 0); kills < Kills; lives++)
        {
            Assert.True(lives < 5 * Kills, "The people have nothing left to do.");
            var fate = new Fate(random.Next(20, 250));
            await using var life = new MortalProcess(file.Database, instant, settings, fate);
            await Quietly(life.Recover);
            await Task.WhenAll(people.Select(person => Task.Run(() => Live(life, fate, person))));
            // Whatever is left to do, the process does not live to do it.
            await Quietly(life.Work);
            var proven = LedgerFile.Prove(file.Path, time);
            Assert.True(proven.IsProven, $"after life {lives + 1}: {proven.Difference} {string.Join(' ', proven.Faults)}");
            kills += fate.IsDead ? 1 : 0;
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await using var last = new MortalProcess(file.Database, instant, settings, new Fate(int.MaxValue));
        time.Advance(TimeSpan.FromHours(1));
        await last.Recover();
        var end = LedgerFile.Prove(file.Path, time);
        Assert.True(end is { IsProven: true, InTransit: [] }, $"{end.Difference} {string.Join(' ', end.Faults)}");
        Assert.Equal(-People * Granted, end.Accounts.Single(account => account.Account == LedgerAccount.Platform).Kept);
        await RequirePaidOnce(last.Get<IDocuments>(), people);
    }

    /// <summary>One person's day: random requests, until the process dies.</summary>
    private async Task Live(MortalProcess life, Fate fate, long person)
    {
        var (publishing, work, payer) = (life.Get<GigPublishing>(), life.Get<GigWork>(), LedgerAccount.User(person));
        var random = new Random();
        for (var request = 0; request < Requests && !fate.IsDead; request++)
        {
            var own = gigs.Where(gig => gig.Value == payer).Select(gig => gig.Key).ToArray();
            var any = gigs.Keys.ToArray();
            var gig = own.Length > 0 && random.Next(2) == 0 ? own[random.Next(own.Length)] : any.ElementAtOrDefault(random.Next(Gigs));
            await Quietly(() => Try(gig, async () =>
            {
                switch (random.Next(12))
                {
                    case 0 when gigs.Count < Gigs:
                        gigs[(await publishing.Create(payer, person, Terms(random), default)).Value.Id] = payer;
                        break;
                    case 1 when random.Next(10) == 0:
                        await publishing.Withdraw(payer, person, gig, default);
                        break;
                    case 2:
                        await publishing.PublishAgain(payer, person, gig, Terms(random), default);
                        break;
                    case 3 when random.Next(30) == 0:
                        await publishing.Delete(payer, person, gig, default);
                        gigs.TryRemove(gig, out _);
                        break;
                    case 4 when random.Next(20) == 0:
                        await life.Function<CloseGigs>().Run(new TimerInfo(), default);
                        break;
                    case < 7:
                        await work.Accept(person, gig, default);
                        break;
                    case < 9:
                        await work.FinishStep(person, gig, random.Next(1, 3), default);
                        break;
                    default:
                        await ReviewAll(life, payer, gig, random);
                        break;
                }
            }));
        }
    }

    // Makes room for another gig when one is over, so that there is always something to do.
    private async Task Try(long gig, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Refusal refusal) when (refusal.Code is "not_ongoing" or "too_late")
        {
            gigs.TryRemove(gig, out _);
        }
    }

    private static async Task ReviewAll(MortalProcess life, LedgerAccount payer, long id, Random random)
    {
        var gigs = life.Get<GigStore>();
        var gig = await gigs.Get(payer, id, default);
        foreach (var participant in (await gigs.ParticipantsOf([gig], default))[id])
            await Quietly(() => life.Get<GigWork>().Review(payer, payer.Id, id, participant.UserId, random.Next(1, 6), default));
    }

    private static async Task RequirePaidOnce(IDocuments documents, long[] people)
    {
        var finished = new List<(long Gig, long Person)>();
        var paid = new List<(long Gig, long Person)>();
        foreach (var person in people)
        {
            var partition = AccountStore.Partition(person);
            finished.AddRange((await All(documents, GigStore.Participants, partition))
                .Where(participant => participant.State == ParticipantState.Finished)
                .Select(participant => (participant.Gig, participant.UserId)));
            paid.AddRange((await All(documents, LedgerPosting.OfWallets, partition))
                .Where(posting => posting.Entry.Reason == LedgerReason.Reward && posting.Side == LedgerSide.Credit)
                .Select(posting => (posting.Entry.Gig!.Value, person)));
        }
        Assert.NotEmpty(finished);
        Assert.Equal(finished.Order(), paid.Order());
    }

    private static async Task<List<T>> All<T>(IDocuments documents, DocumentKind<T> kind, string partition)
    {
        var (found, query) = (new List<T>(), new DocumentQuery { Partition = partition, Limit = 1000 });
        do
        {
            var page = await documents.Query(kind, query);
            found.AddRange(page.Items.Select(item => item.Value));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return found;
    }

    // A dead process answers nobody; a refusal is an answer.
    private static async Task Quietly(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is IOException or Refusal)
        {
            await Task.Yield();
        }
    }

    private GigTerms Terms(Random random) => new(
        "a gig",
        "",
        [],
        random.Next(2, 12),
        random.Next(1, 40),
        time.GetUtcNow(),
        time.GetUtcNow() + TimeSpan.FromMinutes(5),
        time.GetUtcNow() + TimeSpan.FromMinutes(random.Next(6, 30)),
        UserLimit.None,
        ImmutableArray.Create(new GigStep("one", ""), new GigStep("two", "")));

    private async Task<long[]> Prepare(SqliteFile file)
    {
        await using var life = new MortalProcess(file.Database, instant, settings, new Fate(int.MaxValue));
        var people = new List<long>();
        for (var number = 0; number < People; number++)
        {
            var account = await life.Get<AccountStore>().Create(
                id => new Account(id, "person", null, null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, time.GetUtcNow()),
                default);
            people.Add(account.Value.Id);
            await life.Get<Ledger>().Transfer(
                LedgerEntry.Create(
                    LedgerAccount.Platform, LedgerAccount.User(account.Value.Id), Granted, LedgerReason.Grant, time.GetUtcNow()),
                null,
                default);
        }
        return [.. people];
    }
}
