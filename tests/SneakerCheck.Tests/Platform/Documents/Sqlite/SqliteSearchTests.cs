using System.Collections.Immutable;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Platform.Documents.Sqlite;

/// <summary>The search index finds what a query without it finds, and reads little for it.</summary>
public sealed class SqliteSearchTests : IDisposable
{
    private static readonly DocumentSearch Search = new("sample", "quota")
    {
        Terms = ["colours", "note"],
        Texts = ["name"],
        Numbers = ["size", "weight"],
    };

    private static readonly string[] Colours = ["red", "blue", "green", "Red", "红", "a b", "\u0000"];
    private static readonly string[] Words = ["看鞋", "看", "鞋", "dunk", "du", "unk", "👟", "é", " ", "看看鞋"];

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);
    private readonly Random random = new(20261125);

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Every_query_finds_the_same_with_and_without_the_index()
    {
        var (searched, plain) = (Searched(), new SqliteDocuments(file.Database, time));
        var etags = new Dictionary<string, string>();
        for (var round = 0; round < 40; round++)
        {
            await Change(searched, etags, 25);
            for (var asked = 0; asked < 15; asked++)
            {
                var query = new DocumentQuery
                {
                    OrderBy = "quota",
                    Descending = true,
                    Limit = random.Next(1, 40),
                    Conditions = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => AnyCondition())],
                };
                Assert.Equal(await All(plain, query), await All(searched, query));
            }
            time.Advance(TimeSpan.FromSeconds(1));
            if (round % 10 == 9)
                await searched.DeleteExpired();
        }
        Assert.Equal(await Count("documents WHERE json_type(value, '$.quota') = 'integer'"), await Count("search_of_sample"));
        Assert.Equal(await Count("search_of_sample"), await Count("terms_of_sample"));
    }

    [Fact]
    public async Task Documents_that_were_there_before_the_index_are_added_to_it_also_when_it_changes()
    {
        var before = new SqliteDocuments(file.Database, time);
        await Change(before, [], 1200);

        var query = new DocumentQuery { OrderBy = "quota", Descending = true, Conditions = [Condition.Contains("colours", "red")] };
        var expected = await All(before, query);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await All(Searched(), query));
        file.Reopen();
        var other = new SqliteDocuments(file.Database, time, null, [Search with { Terms = ["note", "colours"] }]);
        Assert.Equal(expected, await All(other, query));
    }

    [Fact]
    public async Task A_new_index_goes_on_where_it_was_interrupted()
    {
        var before = new SqliteDocuments(file.Database, time);
        await Change(before, [], 1200);
        var search = new SqliteSearch(Search);
        await file.Database.Write(session =>
        {
            search.Create(session);
            return true;
        });
        Assert.True(await file.Database.Write(search.Fill));
        var first = await Count("search_of_sample");
        Assert.InRange(first, 1, 500);
        file.Reopen();

        var query = new DocumentQuery { OrderBy = "quota", Descending = true, Conditions = [Condition.Substring("name", "看")] };
        var expected = await All(new SqliteDocuments(file.Database, time), query);
        Assert.Equal(expected, await All(Searched(), query));
        Assert.False(await file.Database.Write(search.Fill));
    }

    [Fact]
    public async Task Documents_that_share_a_number_are_all_found_and_paged()
    {
        var documents = Searched();
        for (var commits = 0; commits < 3; commits++)
        {
            var commit = new Commit($"p{commits}");
            for (var number = 0; number < 50; number++)
                commit.Create(kind, $"{number}", new Sample("看鞋") { Quota = number / 25 });
            await documents.Commit(commit);
        }

        var query = new DocumentQuery
        {
            OrderBy = "quota",
            Descending = true,
            Limit = 7,
            Conditions = [Condition.Substring("name", "鞋")],
        };
        var found = await All(documents, query);
        Assert.Equal(150, found.Distinct().Count());
        Assert.Equal(150, found.Count);
    }

    [Fact]
    public async Task A_document_whose_terms_and_numbers_are_the_same_is_not_indexed_again()
    {
        var documents = Searched();
        var etag = (await documents.Commit(new Commit("p").Create(kind, "a", new Sample("看鞋") { Quota = 1 }))).ETags[0];
        var before = await Count("terms_of_sample_data");
        await documents.Commit(new Commit("p").Replace(kind, "a", new Sample("看鞋", Boxed: true) { Quota = 1 }, etag));

        Assert.Equal(before, await Count("terms_of_sample_data"));
    }

    [Theory]
    [InlineData("terms", "SCAN t VIRTUAL TABLE")]
    [InlineData("numbers", "SCAN r")]
    [InlineData("none", "SCAN r")]
    [InlineData("few", "SEARCH r USING INDEX search_of_sample_by_n0")]
    public async Task A_page_is_read_in_order_from_where_it_begins(string conditions, string first)
    {
        var documents = Searched();
        for (var commits = 0; commits < 5; commits++)
        {
            var commit = new Commit($"p{commits}");
            for (var number = 0; number < 100; number++)
            {
                var size = commits == 0 && number == 0 ? 9 : 1;
                commit.Create(kind, $"{number}", new Sample("看鞋", size) { Quota = (commits * 100) + number });
            }
            await documents.Commit(commit);
        }
        var query = new DocumentQuery
        {
            OrderBy = "quota",
            Descending = true,
            Limit = 10,
            Conditions = conditions switch
            {
                "terms" => [Condition.Substring("name", "看鞋"), Condition.Equal("size", 1L)],
                "numbers" => [Condition.Equal("size", 1L)],
                "none" => [],
                _ => [Condition.Substring("name", "看鞋"), new("size", Comparison.Greater, 5L)],
            },
        };
        var next = (await documents.Query(kind, query)).Continuation;
        foreach (var page in next is null ? [query] : (DocumentQuery[])[query, query with { Continuation = next }])
        {
            var plan = await file.Database.Read(session =>
            {
                var sql = new SqliteSearch(Search).Page(session, page, 0)!;
                return session.Query("EXPLAIN QUERY PLAN " + sql.Sql, row => row.GetString(3), [.. sql.Values]);
            });
            Assert.StartsWith(
                conditions is "numbers" or "none" && page.Continuation is not null ? first.Replace("SCAN", "SEARCH") : first, plan[0]);
            // Only the few of a range are sorted.
            Assert.Equal(conditions == "few", plan.Any(step => step.Contains("TEMP B-TREE")));
        }
    }

    [Fact]
    public async Task Ranges_that_are_rare_together_are_not_sought_among_all_that_have_the_terms()
    {
        var documents = Searched();
        for (var commits = 0; commits < 45; commits++)
        {
            var commit = new Commit($"p{commits}");
            for (var number = commits * 100; number < (commits + 1) * 100; number++)
                commit.Create(kind, $"{number}", new Sample("看鞋", number % 10, number % 10 == 3 && number != 3 ? 1 : 2) { Quota = number });
            await documents.Commit(commit);
        }
        var query = new DocumentQuery
        {
            OrderBy = "quota",
            Descending = true,
            Limit = 10,
            Conditions = [Condition.Substring("name", "鞋"), Condition.Equal("size", 3L), Condition.Equal("weight", 2L)],
        };

        Assert.Equal("3 p0 3", string.Join(' ', (await All(documents, query)).Single().Split(' ')[..3]));
        var plan = await file.Database.Read(session =>
        {
            var sql = new SqliteSearch(Search).Page(session, query, 0)!;
            return session.Query("EXPLAIN QUERY PLAN " + sql.Sql, row => row.GetString(3), [.. sql.Values]);
        });
        Assert.StartsWith("SEARCH r USING INDEX search_of_sample_by_n0", plan[0]);
        // What is frequent among the first that have the terms is taken from there.
        var frequent = query with { Conditions = [Condition.Substring("name", "鞋"), Condition.Equal("size", 4L)] };
        Assert.Equal(450, (await All(documents, frequent)).Count);
    }

    [Fact]
    public async Task A_continuation_is_refused_by_another_query()
    {
        var documents = Searched();
        await Change(documents, [], 200);
        var query = new DocumentQuery
        {
            OrderBy = "quota",
            Descending = true,
            Limit = 1,
            Conditions = [Condition.Contains("colours", "red")],
        };
        var next = (await documents.Query(kind, query)).Continuation;
        Assert.NotNull(next);
        await Assert.ThrowsAsync<ArgumentException>(() => documents.Query(
            kind, query with { Continuation = next, Conditions = [Condition.Contains("colours", "blue")] }));
    }

    [Fact]
    public void Only_valid_names_become_an_index()
    {
        foreach (var search in (DocumentSearch[])
            [
                new("a'b", "quota"), new("sample", "a'b"), new("sample", "id"), Search with { Terms = ["A"] },
                Search with { Numbers = ["id"] },
            ])
            Assert.Throws<ArgumentException>(() => new SqliteSearch(search));
    }

    private SqliteDocuments Searched() => new(file.Database, time, null, [Search]);

    private Task<long> Count(string from) =>
        file.Database.Read(session => session.Query($"SELECT count(*) FROM {from}", row => row.GetInt64(0))[0]);

    // Creates, replaces, increments and deletes documents, and lets some expire and some commits fail.
    private async Task Change(IDocuments documents, Dictionary<string, string> etags, int times)
    {
        for (var number = 0; number < times; number++)
        {
            var place = random.Next(2) == 0 || etags.Count == 0 ? null : etags.Keys.ElementAt(random.Next(etags.Count));
            var commit = new Commit("p" + random.Next(3));
            TimeSpan? life = random.Next(8) == 0 ? TimeSpan.FromSeconds(random.Next(1, 20)) : null;
            if (place is null)
            {
                var id = Guid.NewGuid().ToString("N");
                var result = await documents.Commit(commit.Create(kind, id, AnySample(), life));
                etags[$"{commit.Partition} {id}"] = result.ETags[0];
                continue;
            }
            var at = place.Split(' ');
            commit = new Commit(at[0]);
            _ = random.Next(5) switch
            {
                0 => commit.Delete(at[1]),
                1 => commit.Increment(at[1], "size", random.Next(-3, 4)),
                2 => commit.Create(kind, Guid.NewGuid().ToString("N"), AnySample()).Replace(kind, at[1], AnySample(), "stale"),
                _ => commit.Replace(kind, at[1], AnySample(), etags[place], life),
            };
            if (await documents.Commit(commit) is { IsCommitted: true } done)
                etags[place] = done.ETags[0];
        }
    }

    private Sample AnySample() => new(
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Any(Words))), random.Next(10), random.Next(10) / 2.0,
        Note: random.Next(2) == 0 ? Any(Colours) : null)
    {
        // Unique, and missing now and then, as for what is not to be found.
        Quota = random.Next(6) == 0 ? null : random.NextInt64(-(1L << 52), 1L << 52),
        Colours = random.Next(4) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(Colours)).Distinct()],
    };

    private Condition AnyCondition() => random.Next(10) switch
    {
        0 => Condition.Contains("colours", Any(Colours)),
        1 => Condition.ContainsAny("colours", [Any(Colours), Any(Colours)]),
        2 => Condition.Substring("name", Any(Words)),
        3 => Condition.Substring("name", Any(Words) + Any(Words)),
        4 => Condition.Equal("note", Any(Colours)),
        5 => Condition.OneOf("note", [Any(Colours), Any(Colours)]),
        6 => new Condition("size", (Comparison)random.Next(6), (long)random.Next(10)),
        7 => new Condition("weight", (Comparison)random.Next(6), random.Next(10) / 2.0),
        8 => Condition.OneOf("size", [1L, (long)random.Next(10)]),
        _ => random.Next(3) switch
        {
            0 => Condition.Substring("note", "e"),
            1 => new Condition("quota", Comparison.Greater, 0L),
            _ => Condition.Equal("size", "1"),
        },
    };

    private string Any(string[] of) => of[random.Next(of.Length)];

    private async Task<ImmutableList<string>> All(IDocuments documents, DocumentQuery query)
    {
        var found = ImmutableList.CreateBuilder<string>();
        do
        {
            var page = await documents.Query(kind, query);
            Assert.InRange(page.Items.Length, 0, query.Limit);
            found.AddRange(page.Items.Select(item => $"{item.Value.Quota} {item.Partition} {item.Id} {item.ETag}"));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return found.ToImmutable();
    }
}
