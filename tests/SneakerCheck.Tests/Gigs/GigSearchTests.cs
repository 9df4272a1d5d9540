using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Gigs;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Search;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Accounts;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Gigs;

/// <summary>The search finds what a plain comparison of all gigs finds, with SQLite's search index and without it.</summary>
public sealed class GigSearchTests : IDisposable
{
    private static readonly string[] Titles = ["看鞋", "看 Dunk Low", "DUNK high", "鞋盒", "straße", "ΣΊΣΥΦΟΣ", "100%", "鉴定 Jordan 1"];
    private static readonly string[] Parts = ["看", "看鞋", "鞋", "dunk", "Dunk L", "unk", "%", "ß", "σίσυφος", "jordan 1", " ", "no"];
    private static readonly string[] Tags = ["a", "b", "c", "球鞋"];
    private static readonly string[] Grades = ["大一", "大二", "grade3"];
    private static readonly string[] Sexes = ["female", "male"];
    private static readonly string[] Schools = ["中山大学", "SYSU"];

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly Random random = new(20261125);
    private readonly SqliteDocuments documents;
    private readonly AccountInstance accounts;
    private readonly ProfileStore profiles;

    public GigSearchTests()
    {
        documents = new SqliteDocuments(file.Database, time, null, [SearchedGig.Index]);
        accounts = new AccountInstance(documents, time);
        profiles = new ProfileStore(documents, accounts.Accounts, Outbox(documents), time);
    }

    private static CancellationToken Token => CancellationToken.None;

    private DateTimeOffset Now => time.GetUtcNow();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Every_combination_of_filters_finds_what_a_plain_comparison_finds()
    {
        var people = new List<(long Id, string Email, Profile Profile)>();
        for (var number = 0; number < 6; number++)
        {
            var email = $"searcher{number}@example.com";
            var id = (await accounts.Create(email)).Id;
            people.Add((id, email, number == 0
                ? Profile.Empty
                : await profiles.Change(
                    id,
                    before => before with { Age = random.Next(4) * 10, Grade = Maybe(Grades), Sex = Maybe(Sexes), School = Maybe(Schools) },
                    Token)));
        }
        var gigs = Enumerable.Range(1, 300).Select(number => AnyGig(number, [.. people.Select(person => person.Id)])).ToArray();
        foreach (var gig in gigs)
            Assert.True((await documents.Commit(new Commit(gig.Payer.Partition).Create(GigStore.Kind, gig.DocumentId, gig))).IsCommitted);
        var (indexed, plain) = (Search(documents), Search(new SqliteDocuments(file.Database, time)));

        var found = 0;
        for (var round = 0; round < 400; round++)
        {
            var (filter, creator) = AnyFilter(people);
            var searcher = people[random.Next(people.Count)];
            var expected = gigs.Where(gig => IsFound(gig, filter, creator, searcher.Profile))
                .Select(gig => gig.Id).OrderDescending().ToArray();
            var limit = random.Next(1, 50);

            Assert.Equal(expected, await Ids(indexed, searcher.Id, filter, limit));
            if (round % 20 == 0)
                Assert.Equal(expected, await Ids(plain, searcher.Id, filter, limit));
            found += expected.Length;
        }
        // Otherwise the filters would exclude everything.
        Assert.InRange(found, 400, int.MaxValue);
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_while_gigs_are_added_withdrawn_and_taken()
    {
        var person = (await accounts.Create(null)).Id;
        var gigs = Enumerable.Range(1, 60).Select(number => Gig.Create(number * 10, 7, null, Terms(), Now)).ToArray();
        foreach (var gig in gigs)
            await documents.Commit(new Commit("account-7").Create(GigStore.Kind, gig.DocumentId, gig));
        var search = Search(documents);

        var seen = new List<long>();
        string? after = null;
        do
        {
            var page = await search.Find(person, new GigFilter { Title = "看" }, 7, after, Token);
            seen.AddRange(page.Items.Select(gig => gig.Value.Id));
            after = page.Continuation;
            var added = Gig.Create((1000 + seen.Count) * 10, 7, null, Terms(), Now);
            await documents.Commit(new Commit("account-7").Create(GigStore.Kind, added.DocumentId, added));
            // Somebody accepts one that has been shown and one that is still to come.
            await documents.Commit(new Commit("account-7").Increment(gigs[0].DocumentId, "taken", 1)
                .Increment(gigs[^1].DocumentId, "taken", 1));
        }
        while (after is not null);

        Assert.Equal(gigs.Select(gig => gig.Id).OrderDescending(), seen);
        var last = (await documents.Read(GigStore.Kind, "account-7", gigs[0].DocumentId))!;
        await documents.Commit(new Commit("account-7").Replace(GigStore.Kind, last, (last.Value with { Taken = 0 }).Withdraw()));
        Assert.DoesNotContain(gigs[0].Id, await Ids(search, person, new GigFilter { Title = "看" }, 100));
    }

    [Fact]
    public async Task The_longest_filter_is_answered()
    {
        var person = (await accounts.Create(null)).Id;
        string[] tags = [.. Enumerable.Range(0, 50).Select(number => $"tag {number}")];
        var title = string.Concat(Enumerable.Range(0, 200).Select(number => (char)('一' + number)));
        var limit = new UserLimit(60, 18, [.. tags], [.. tags], [.. tags]);
        var gig = Gig.Create(1, 7, null, Terms() with { Title = title, Tags = [.. tags], UserLimit = limit }, Now);
        await documents.Commit(new Commit("account-7").Create(GigStore.Kind, gig.DocumentId, gig));
        var filter = new GigFilter
        {
            Title = title,
            Tags = tags,
            Status = GigStatus.Ongoing,
            UserLimit = new UserLimitBody(60, 18, tags, tags, tags),
        };

        Assert.Equal((long[])[1L], await Ids(Search(documents), person, filter, 100));
        Assert.Empty(await Ids(Search(documents), person, filter with { Title = title[..^1] + "鞋" }, 100));
    }

    private static bool IsFound(Gig gig, GigFilter filter, long? creator, Profile searcher)
    {
        var terms = gig.Terms;
        bool Has(IReadOnlyList<string?>? wanted, ImmutableArray<string> entries) =>
            wanted is null || wanted.All(entry => entries.Contains(entry!));
        bool HasLimit(UserLimitBody wanted, UserLimit limit) =>
            Has(wanted.Grades, limit.Grades) && Has(wanted.Sexes, limit.Sexes) && Has(wanted.Schools, limit.Schools)
            && (wanted.AgeUpper is null or 0 || (limit.AgeUpper > 0 && limit.AgeUpper <= wanted.AgeUpper))
            && (wanted.AgeLower is null or 0 || limit.AgeLower >= wanted.AgeLower);

        return gig.Status != GigStatus.Pending
            && (filter.Status is null || filter.Status == gig.Status)
            && (creator is null || gig.CreatorUserId == creator)
            && (filter.Title is null || terms.Title.Contains(filter.Title, StringComparison.OrdinalIgnoreCase))
            && Has(filter.Tags, terms.Tags)
            && !(terms.RewardForOneParticipant > filter.RewardForOneParticipantUpper)
            && !(terms.RewardForOneParticipant < filter.RewardForOneParticipantLower)
            && !(terms.Steps.Length > filter.StepsNumberUpper)
            && !(terms.Steps.Length < filter.StepsNumberLower)
            && !(terms.ReceiveEndTime > filter.ReceiveEndTime)
            && !(terms.FinishDeadlineTime > filter.FinishDeadlineTime)
            && (filter.UserLimit is { } limit ? HasLimit(limit, terms.UserLimit) : terms.UserLimit.Admits(searcher));
    }

    private static async Task<long[]> Ids(GigSearch search, long searcher, GigFilter filter, int limit)
    {
        var ids = new List<long>();
        string? after = null;
        do
        {
            var page = await search.Find(searcher, filter, limit, after, Token);
            ids.AddRange(page.Items.Select(gig => gig.Value.Id));
            after = page.Continuation;
        }
        while (after is not null);
        return [.. ids];
    }

    private GigSearch Search(IDocuments store) =>
        new(store, accounts.Accounts, new OrganizationStore(store, Outbox(store), time), profiles);

    private Outbox Outbox(IDocuments store) => new(store, new TestHostMessages(), time, NullLogger<Outbox>.Instance);

    private GigTerms Terms() => new(
        "看鞋", "", [], 3, 0, Now, Now.AddHours(1), Now.AddHours(2), UserLimit.None, [new GigStep("step", "")]);

    private Gig AnyGig(long number, long[] creators)
    {
        var terms = Terms() with
        {
            Title = Any(Titles) + Maybe(Titles),
            Tags = Some(Tags),
            RewardForOneParticipant = random.Next(6),
            ReceiveEndTime = Now.AddHours(random.Next(1, 6)),
            FinishDeadlineTime = Now.AddHours(random.Next(6, 12)),
            UserLimit = new UserLimit(
                Rarely(random.Next(2, 5) * 10), Rarely(random.Next(1, 3) * 10), Rarely(Some(Grades)), Rarely(Some(Sexes)),
                Rarely(Some(Schools))),
            Steps = [.. Enumerable.Range(0, random.Next(1, 5)).Select(step => new GigStep($"{step}", ""))],
        };
        var gig = Gig.Create(number * 1_000_003, creators[random.Next(creators.Length)], null, terms, Now);
        return random.Next(5) switch { 0 => gig.Withdraw(), 1 => gig.Finish(), _ => gig };
    }

    private (GigFilter Filter, long? Creator) AnyFilter(List<(long Id, string Email, Profile Profile)> people)
    {
        var creator = random.Next(6) == 0 ? people[random.Next(people.Count)] : default;
        T? Given<T>(int oneIn, Func<T> make)
            where T : class => random.Next(oneIn) == 0 ? make() : null;
        T? Value<T>(int oneIn, Func<T> make)
            where T : struct => random.Next(oneIn) == 0 ? make() : null;
        return (
            new GigFilter(
                creator.Email,
                null,
                null,
                Value(4, () => (GigStatus)random.Next(3)),
                Given(3, () => Any(Parts)),
                Given(4, () => (IReadOnlyList<string?>)[.. Some(Tags)]),
                Value(4, () => (long)random.Next(6)),
                Value(4, () => (long)random.Next(6)),
                Value(4, () => Now.AddHours(random.Next(7))),
                Value(4, () => Now.AddHours(random.Next(5, 13))),
                Given(3, () => new UserLimitBody(
                    Value(4, () => random.Next(2) * 30), Value(4, () => random.Next(3) * 10), Given(3, () => (string?[])[.. Some(Grades)]),
                    Given(3, () => (string?[])[.. Some(Sexes)]), Given(3, () => (string?[])[.. Some(Schools)]))),
                Value(4, () => (long)random.Next(6)),
                Value(4, () => (long)random.Next(6))),
            creator.Email is null ? null : creator.Id);
    }

    private string Any(string[] of) => of[random.Next(of.Length)];

    private string Maybe(string[] of) => random.Next(3) == 0 ? "" : Any(of);

    private ImmutableArray<string> Some(string[] of) => [.. of.Where(_ => random.Next(3) == 0)];

    private int Rarely(int value) => random.Next(3) == 0 ? value : 0;

    private ImmutableArray<string> Rarely(ImmutableArray<string> value) => random.Next(2) == 0 ? value : [];
}
