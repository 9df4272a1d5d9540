using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Platform.Documents.Sqlite;

public sealed class SqliteDocumentsTests : IDisposable
{
    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);
    private readonly SqliteDocuments documents;

    public SqliteDocumentsTests() =>
        documents = new(file.Database, time, [new DocumentIndex("sample", "name"), new DocumentIndex("sample", "detail.view")]);

    public void Dispose() => file.Dispose();

    [Theory]
    [MemberData(nameof(DocumentsBehaviour.Names), MemberType = typeof(DocumentsBehaviour))]
    public Task The_store_passes_the_behaviour_suite(string test) => DocumentsBehaviour.Run(test, documents);

    [Fact]
    public async Task An_expired_document_is_invisible_before_it_is_swept()
    {
        var etag = (await documents.Commit(New("a", TimeSpan.FromSeconds(10)))).ETags[0];
        await documents.Commit(New("kept", null));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(await documents.Read(kind, "p", "a"));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await documents.Read(kind, "p", "a"));
        Assert.Equal("kept", (await documents.Query(kind, new())).Items.Single().Id);
        Assert.Equal(1, await documents.Count(kind, new()));
        Assert.Equal(CommitOutcome.Missing, (await documents.Commit(new Commit("p").Replace(kind, "a", new("x"), etag))).Outcome);
        Assert.Equal(CommitOutcome.Missing, (await documents.Commit(new Commit("p").Delete("a"))).Outcome);
        Assert.Equal(CommitOutcome.Missing, (await documents.Commit(new Commit("p").Increment("a", "size", 1))).Outcome);
        Assert.Equal(1, await documents.DeleteExpired());
        Assert.Equal(0, await documents.DeleteExpired());
        Assert.NotNull(await documents.Read(kind, "p", "kept"));
    }

    [Fact]
    public async Task An_expired_document_can_be_created_again_and_then_stays()
    {
        await documents.Commit(New("a", TimeSpan.FromSeconds(10)));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await documents.Commit(New("a", null))).IsCommitted);
        Assert.Equal(0, await documents.DeleteExpired());
        Assert.NotNull(await documents.Read(kind, "p", "a"));
    }

    [Fact]
    public async Task Every_write_restarts_the_time_to_live_and_a_replacement_without_one_ends_it()
    {
        await documents.Commit(New("incremented", TimeSpan.FromSeconds(10)));
        var etag = (await documents.Commit(New("replaced", TimeSpan.FromSeconds(10)))).ETags[0];
        time.Advance(TimeSpan.FromSeconds(6));
        await documents.Commit(new Commit("p").Increment("incremented", "size", 1).Replace(kind, "replaced", new("x"), etag));
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.NotNull(await documents.Read(kind, "p", "incremented"));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await documents.Read(kind, "p", "incremented"));
        Assert.NotNull(await documents.Read(kind, "p", "replaced"));
    }

    [Theory]
    [InlineData("id", null, null)]
    [InlineData("id", "p", null)]
    [InlineData("id", null, "name")]
    [InlineData("id", null, "detail.view")]
    [InlineData("name", null, null)]
    public async Task A_query_by_an_index_neither_scans_nor_sorts(string orderBy, string? partition, string? field)
    {
        foreach (var descending in (bool[])[false, true])
        {
            var query = new DocumentQuery
            {
                OrderBy = orderBy,
                Descending = descending,
                Partition = partition,
                Conditions = field is null ? [] : [Condition.Equal(field, "x")],
                Limit = 1,
            };
            await documents.Commit(new Commit("p")
                .Create(kind, Guid.NewGuid().ToString(), new("x", Detail: new("x", 0)))
                .Create(kind, Guid.NewGuid().ToString(), new("x", Detail: new("x", 0))));
            var next = query with { Continuation = (await documents.Query(kind, query)).Continuation! };

            foreach (var plan in (string[])[await Plan(query), await Plan(next)])
            {
                Assert.Contains("USING INDEX " + (field ?? orderBy) switch
                {
                    "id" when partition is not null => "documents_by_partition",
                    "id" => "documents_by_kind",
                    var indexed => "documents_of_sample_by_" + indexed,
                }, plan);
                Assert.DoesNotContain("TEMP B-TREE", plan);
            }
            Assert.Contains(">", (await Plan(next)).Replace('<', '>'));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(Condition.MaximumValues)]
    public async Task Several_values_use_the_fields_index_and_are_returned_in_order(int count)
    {
        var query = new DocumentQuery
        {
            Partition = "p",
            Conditions = [Condition.OneOf("name", Enumerable.Range(0, count).Select(number => $"{number}"))],
            OrderBy = "name",
        };

        var plan = await Plan(query);
        Assert.Contains("USING INDEX documents_of_sample_by_name (kind=? AND <expr>=?)", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    [Fact]
    public void Only_valid_names_become_index_text()
    {
        foreach (var (kindName, field) in ((string, string)[])[("a'b", "name"), ("sample", "a'b"), ("sample", "id"), ("", "name")])
            Assert.Throws<ArgumentException>(() => new SqliteDocuments(file.Database, time, [new DocumentIndex(kindName, field)]));
    }

    private Task<string> Plan(DocumentQuery query)
    {
        var page = SqliteQuery.Page("sample", query, 0);
        return file.Database.Read(
            session => string.Join('\n', session.Query("EXPLAIN QUERY PLAN " + page.Sql, row => row.GetString(3), [.. page.Values])));
    }

    private Commit New(string id, TimeSpan? timeToLive) => new Commit("p").Create(kind, id, new(id), timeToLive);
}
