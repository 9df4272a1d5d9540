using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Search;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Benchmarks;

/// <summary>What the search for gigs costs on SQLite: each filter and five combinations, first page and fiftieth.</summary>
internal static class GigsBenchmark
{
    private const int Limit = 20, FarPage = 50, Rounds = 15, People = 1000, Groups = 50;

    // Cosmos DB's published charges, as in infra/README: a query that finds 1 KB, every KB more, and strong consistency.
    private const double QueryUnits = 2.5, KilobyteUnits = 9d / 99, StrongFactor = 2;

    private static readonly string[] Actions = ["看", "鉴定", "代购", "收集", "拍摄", "整理", "翻译", "测量", "调查", "Check", "Photograph", "Compare"];

    private static readonly string[] Things =
    [
        "球鞋", "鞋盒", "鞋标", "跑鞋", "Air Jordan 1", "Dunk Low", "Yeezy 350", "走线", "鞋垫", "钢印", "校园卡", "问卷", "快递", "Superstar",
        "老鞋", "论文",
    ];

    private static readonly string[] Endings = ["", "，当天完成", "（急）", " 两小时", " in detail", "，周末", "，要细心", " for a study"];

    private static readonly string[] Grades = [.. Enumerable.Range(1, 8).Select(number => $"grade{number}")];

    private static readonly string[] Schools = [.. Enumerable.Range(1, 30).Select(number => $"第{number}大学")];

    private static readonly string[] Tags = [.. Enumerable.Range(1, 40).Select(number => $"tag{number}")];

    private static readonly GigStep[] Steps =
        [.. Enumerable.Range(1, 8).Select(number => new GigStep($"第{number}步", "拍照，写下看到的，然后上传。"))];

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => CancellationToken.None;

    public static async Task<int> Run(string[] arguments)
    {
        var count = arguments is [var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var given) ? given : 100_000;
        var folder = Directory.CreateTempSubdirectory("sneakercheck-");
        try
        {
            var path = Path.Combine(folder.FullName, "gigs.db");
            using var database = SqliteDatabase.Open(path);
            var documents = new RecordingDocuments(
                new SqliteDocuments(database, TimeProvider.System, [GigStore.ByDeadline], [SearchedGig.Index]));
            var (search, people) = await Fill(database, documents, count);
            Console.WriteLine($"{count:N0} ongoing gigs, {count / 20:N0} finished, {new FileInfo(path).Length / 1e6:N0} MB. Limit {Limit}. "
                + $"Medians of {Rounds}. Load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} cores.");
            Console.WriteLine();
            Console.WriteLine("| filter | page | ms | entries of the index walked | documents read | RU in Cosmos DB |");
            Console.WriteLine("|---|--:|--:|--:|--:|--:|");
            var slowest = 0d;
            foreach (var (name, filter) in Filters(people))
                slowest = Math.Max(slowest, await Measure(database, documents, search, people[0].Id, name, filter));
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest {slowest:0.0} ms"));
            return slowest <= 20 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Name, GigFilter Filter)> Filters(List<Account> people)
    {
        var soon = Now.AddDays(2);
        yield return ("creator_user_email", new GigFilter { CreatorUserEmail = people[5].Email });
        yield return ("creator_user_phone_number", new GigFilter { CreatorUserPhoneNumber = people[5].Phone });
        yield return ("creator_organization_name", new GigFilter { CreatorOrganizationName = "Group 3" });
        yield return ("status: ongoing", new GigFilter { Status = GigStatus.Ongoing });
        yield return ("status: finished", new GigFilter { Status = GigStatus.Finished });
        yield return ("title: 看", new GigFilter { Title = "看" });
        yield return ("title: 看球", new GigFilter { Title = "看球" });
        yield return ("title: air jordan", new GigFilter { Title = "air jordan" });
        yield return ("title: 琥珀 (1 in 10,000)", new GigFilter { Title = "琥珀" });
        yield return ("title: 标看 (none)", new GigFilter { Title = "标看" });
        yield return ("tags: tag1", new GigFilter { Tags = ["tag1"] });
        yield return ("tags: tag38, tag39", new GigFilter { Tags = ["tag38", "tag39"] });
        yield return ("reward ≤ 3", new GigFilter { RewardForOneParticipantUpper = 3 });
        yield return ("reward ≥ 400", new GigFilter { RewardForOneParticipantLower = 400 });
        yield return ("receive_end_time within 2 days", new GigFilter { ReceiveEndTime = soon });
        yield return ("finish_deadline_time within 2 days", new GigFilter { FinishDeadlineTime = soon });
        yield return ("user_limit.age_upper 30", new GigFilter { UserLimit = Limits(30, 0) });
        yield return ("user_limit.age_lower 18", new GigFilter { UserLimit = Limits(0, 18) });
        yield return ("user_limit.grades", new GigFilter { UserLimit = Limits(0, 0, grades: ["grade3"]) });
        yield return ("user_limit.sexes", new GigFilter { UserLimit = Limits(0, 0, sexes: ["female"]) });
        yield return ("user_limit.schools", new GigFilter { UserLimit = Limits(0, 0, schools: ["第7大学"]) });
        yield return ("user_limit: {} (everything)", new GigFilter { UserLimit = Limits(0, 0) });
        yield return ("steps ≤ 2", new GigFilter { StepsNumberUpper = 2 });
        yield return ("steps ≥ 8", new GigFilter { StepsNumberLower = 8 });
        yield return ("title 看, tag2, reward ≥ 50, steps ≤ 4", new GigFilter
        {
            Title = "看",
            Tags = ["tag2"],
            RewardForOneParticipantLower = 50,
            StepsNumberUpper = 4,
        });
        yield return ("reward 100 to 120, both times within 5 days, steps 3", new GigFilter
        {
            RewardForOneParticipantLower = 100,
            RewardForOneParticipantUpper = 120,
            ReceiveEndTime = Now.AddDays(5),
            FinishDeadlineTime = Now.AddDays(5),
            StepsNumberLower = 3,
            StepsNumberUpper = 3,
        });
        yield return ("finished, title dunk, 第7大学, age within 18 to 40", new GigFilter
        {
            Status = GigStatus.Finished,
            Title = "dunk",
            UserLimit = Limits(40, 18, schools: ["第7大学"]),
        });
        yield return ("creator, ongoing, title 鞋, reward ≤ 100", new GigFilter
        {
            CreatorUserEmail = people[5].Email,
            Status = GigStatus.Ongoing,
            Title = "鞋",
            RewardForOneParticipantUpper = 100,
        });
        yield return ("ongoing, title 看球鞋, tag1, tag3, grade3, female", new GigFilter
        {
            Status = GigStatus.Ongoing,
            Title = "看球鞋",
            Tags = ["tag1", "tag3"],
            UserLimit = Limits(0, 0, grades: ["grade3"], sexes: ["female"]),
        });
    }

    private static UserLimitBody Limits(int upper, int lower, string[]? grades = null, string[]? sexes = null, string[]? schools = null) =>
        new(upper, lower, grades, sexes, schools);

    private static async Task<double> Measure(
        SqliteDatabase database, RecordingDocuments documents, GigSearch search, long searcher, string name, GigFilter filter)
    {
        var slowest = 0d;
        string? after = null;
        var number = 1;
        foreach (var wanted in (int[])[1, FarPage])
        {
            while (number < wanted && (await search.Find(searcher, filter, Limit, after, Token)).Continuation is { } next)
                (after, number) = (next, number + 1);
            if (number < wanted && wanted == FarPage && number == 1)
                break;
            List<double> times = [];
            for (var round = 0; round < Rounds; round++)
            {
                documents.Forget();
                var started = Stopwatch.GetTimestamp();
                await search.Find(searcher, filter, Limit, after, Token);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            var median = times.Order().ElementAt(Rounds / 2);
            slowest = Math.Max(slowest, median);
            var call = documents.Calls.Last(call => call.Operation == DocumentOperation.Query);
            var (entries, read) = await Operations(database, call.Query!);
            var units = (QueryUnits + (KilobyteUnits * (Math.Max(1, call.Bytes / 1024d) - 1))) * StrongFactor;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {number}{(number < wanted ? " (last)" : "")} | {median:0.0} | {entries:N0} | {read:N0} | {units:0.0} |"));
        }
        return slowest;
    }

    /// <summary>How many entries of the index a page walks, and how many documents it reads.</summary>
    private static Task<(long Entries, long Documents)> Operations(SqliteDatabase database, DocumentQuery query) => database.Read(session =>
    {
        var page = new SqliteSearch(SearchedGig.Index).Page(session, query, 0);
        if (page is null)
            return (-1L, -1L);
        var rows = session.Query(page.Sql, row => row.GetInt64(4), [.. page.Values]);
        var last = rows.Count > query.Limit ? rows[^1] : long.MaxValue;
        var after = (long?)page.Values.FirstOrDefault(value => value.Name == "@after").Value ?? long.MinValue;
        if (page.Values.FirstOrDefault(value => value.Name == "@match").Value is { } match)
            return (
                session.Query(
                    "SELECT count(*) FROM terms_of_gig WHERE terms_of_gig MATCH @match AND rowid > @after AND rowid <= @last",
                    row => row.GetInt64(0), ("@match", match), ("@after", after), ("@last", last))[0],
                rows.Count);
        if (page.Sql.Contains("NOT INDEXED", StringComparison.Ordinal) || query.Conditions.IsEmpty)
            return (
                session.Query(
                    "SELECT count(*) FROM search_of_gig WHERE place > @after AND place <= @last", row => row.GetInt64(0), ("@after", after),
                    ("@last", last))[0],
                rows.Count);
        // The smallest range is walked, and what is in all ranges is read.
        var numbers = query.Conditions.Where(condition => condition.Values[0] is long).ToArray();
        return (numbers.GroupBy(condition => condition.Field).Min(Count), Count(numbers));

        long Count(IEnumerable<Condition> conditions) => session.Query(
            "SELECT count(*) FROM search_of_gig WHERE "
                + string.Join(" AND ", conditions.Select(condition =>
                    $"n{SearchedGig.Index.Numbers.IndexOf(condition.Field)} {Sign(condition.Comparison)} {condition.Values[0]}")),
            row => row.GetInt64(0))[0];
    });

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.LessOrEqual => "<=",
        Comparison.GreaterOrEqual => ">=",
        _ => "=",
    };

    private static async Task<(GigSearch Search, List<Account> People)> Fill(
        SqliteDatabase database, RecordingDocuments documents, int count)
    {
        var random = new Random(20261125);
        var time = TimeProvider.System;
        var accounts = new AccountStore(documents, time);
        var outbox = new Outbox(documents, new SqliteQueue(database, time), time, NullLogger<Outbox>.Instance);
        var organizations = new OrganizationStore(documents, outbox, time);
        var profiles = new ProfileStore(documents, accounts, outbox, time);
        var people = new List<Account>();
        for (var number = 0; number < People; number++)
        {
            var (email, phone) = ($"person{number}@example.com", $"131{number:00000000}");
            people.Add((await accounts.Create(
                id => new Account(
                    id, $"Person {number}", null, email, phone, "", AccountRole.Member, AccountStatus.Active, 10, 0, Now), Token)).Value);
        }
        var groups = new List<long>();
        for (var number = 0; number < Groups; number++)
            groups.Add((await organizations.Create(people[number].Id, $"Group {number}", "", Token)).Id);
        await profiles.Change(
            people[0].Id, before => before with { Age = 20, Grade = "grade3", Sex = "female", School = Schools[6] }, Token);

        var gigs = Enumerable.Range(0, count + (count / 20)).Select(number =>
        {
            var group = random.Next(10) == 0 ? groups[random.Next(Groups)] : (long?)null;
            var gig = Gig.Create(
                (200_000_000_000L + (number * 300L)) << 11, people[random.Next(People)].Id, group, Terms(random), Now);
            return number % 21 == 20 ? gig.Finish() : gig;
        });
        foreach (var partition in gigs.GroupBy(gig => gig.Payer.Partition))
        {
            foreach (var some in partition.OrderByDescending(gig => gig.Id).Chunk(Commit.MaximumOperations))
            {
                var commit = new Commit(partition.Key);
                foreach (var gig in some)
                    commit.Create(GigStore.Kind, gig.DocumentId, gig);
                await documents.Commit(commit, Token);
            }
        }
        documents.Forget();
        return (new GigSearch(documents, accounts, organizations, profiles), people);
    }

    private static GigTerms Terms(Random random)
    {
        // Few pay much, and few tags are frequent.
        var reward = (long)Math.Min(1000, Math.Exp(random.NextDouble() * 6.5));
        var end = Now.AddMinutes(60 + random.Next(30 * 24 * 60));
        var title = Any(random, Actions) + Any(random, Things) + Any(random, Endings)
            + (random.Next(4) == 0 ? $" {random.Next(10_000)}" : "");
        return new GigTerms(
            random.Next(10_000) == 0 ? title + " 琥珀" : title,
            "需要一位细心的人，按步骤完成，照片要清楚。Please read every step before you accept.",
            [.. Enumerable.Range(0, random.Next(5)).Select(_ => Tags[(int)(Tags.Length * Math.Pow(random.NextDouble(), 2))]).Distinct()],
            1 + random.Next(20),
            reward,
            Now,
            end,
            end.AddHours(random.Next(1, 240)),
            AnyLimit(random),
            [.. Steps[..(1 + (int)(Steps.Length * Math.Pow(random.NextDouble(), 2)))]]);
    }

    // Six in ten admit everybody.
    private static UserLimit AnyLimit(Random random) => random.Next(10) < 6 ? UserLimit.None : new UserLimit(
        random.Next(2) == 0 ? random.Next(25, 61) : 0,
        random.Next(2) == 0 ? 18 : 0,
        random.Next(3) == 0 ? Some(random, Grades, 3) : [],
        random.Next(4) == 0 ? [random.Next(2) == 0 ? "female" : "male"] : [],
        random.Next(2) == 0 ? Some(random, Schools, 4) : []);

    private static ImmutableArray<string> Some(Random random, string[] of, int most) =>
        [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Any(random, of)).Distinct()];

    private static string Any(Random random, string[] of) => of[random.Next(of.Length)];
}
