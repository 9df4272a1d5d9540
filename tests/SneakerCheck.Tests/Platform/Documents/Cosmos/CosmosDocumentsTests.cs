using System.Net;
using System.Text;
using Microsoft.Azure.Cosmos;
using Moq;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Cosmos;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Platform.Documents.Cosmos;

public sealed class CosmosDocumentsTests
{
    private const string Item = """{"id":"a","partition":"p","kind":"sample","_etag":"\"e1\"","data":{"name":"Dunk","size":43}}""";

    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);
    private readonly Mock<Container> container = new(MockBehavior.Strict);
    private readonly Queue<ResponseMessage> responses = [];
    private readonly List<(QueryDefinition Query, string? Continuation, QueryRequestOptions Options)> queries = [];
    private readonly List<string> upserts = [];
    private readonly CosmosDocuments documents;

    public CosmosDocumentsTests()
    {
        documents = new(container.Object, new InstantTime());
        container.Setup(it => it.ReadItemStreamAsync(It.IsAny<string>(), It.IsAny<PartitionKey>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(responses.Dequeue);
        container.Setup(it => it.UpsertItemStreamAsync(
            It.IsAny<Stream>(), new PartitionKey("probe"), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Stream item, PartitionKey _, ItemRequestOptions _, CancellationToken _) =>
            {
                using var text = new StreamReader(item, Encoding.UTF8);
                upserts.Add(text.ReadToEnd());
                return responses.Dequeue();
            });
        container.Setup(
            it => it.GetItemQueryStreamIterator(It.IsAny<QueryDefinition>(), It.IsAny<string>(), It.IsAny<QueryRequestOptions>()))
            .Returns((QueryDefinition query, string? continuation, QueryRequestOptions options) =>
            {
                queries.Add((query, continuation, options));
                var pages = new Mock<FeedIterator>();
                pages.Setup(it => it.HasMoreResults).Returns(() => responses.Count > 0);
                pages.Setup(it => it.ReadNextAsync(It.IsAny<CancellationToken>())).ReturnsAsync(responses.Dequeue);
                return pages.Object;
            });
    }

    [Fact]
    public async Task A_read_is_a_point_read()
    {
        responses.Enqueue(Response(HttpStatusCode.OK, Item));

        Assert.Equal(new Document<Sample>("p", "a", new("Dunk", 43), "e1"), await documents.Read(kind, "p", "a"));
        container.Verify(it => it.ReadItemStreamAsync("a", new PartitionKey("p"), null, It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task A_document_that_is_missing_or_of_another_kind_is_null()
    {
        responses.Enqueue(Response(HttpStatusCode.NotFound));
        responses.Enqueue(Response(HttpStatusCode.OK, Item));

        Assert.Null(await documents.Read(kind, "p", "a"));
        Assert.Null(await documents.Read(new DocumentKind<Sample>("other", SampleJson.Default.Sample), "p", "a"));
        Assert.Null(await documents.Read(kind, "p", "a/b"));
        container.Verify(it => it.ReadItemStreamAsync("a", new PartitionKey("p"), null, It.IsAny<CancellationToken>()), Times.Exactly(2));
        container.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Many_reads_are_one_request_that_finds_what_exists()
    {
        container.Setup(it => it.ReadManyItemsStreamAsync(
            It.IsAny<IReadOnlyList<(string, PartitionKey)>>(), null, It.IsAny<CancellationToken>())).ReturnsAsync(responses.Dequeue);
        responses.Enqueue(Response(HttpStatusCode.OK, $$"""{"Documents":[{{Item}}],"_count":1}"""));
        responses.Enqueue(Response(HttpStatusCode.OK, $$"""{"Documents":[{{Item}}],"_count":1}"""));

        var found = await documents.ReadMany(kind, [new("p", "a"), new("q", "b"), new("p", "a"), new("p", "a/b")]);

        Assert.Equal(new Document<Sample>("p", "a", new("Dunk", 43), "e1"), Assert.Single(found));
        Assert.Empty(await documents.ReadMany(new DocumentKind<Sample>("other", SampleJson.Default.Sample), [new("p", "a")]));
        Assert.Empty(await documents.ReadMany(kind, [new("p", "a/b")]));
        (string, PartitionKey)[] asked = [("a", new PartitionKey("p")), ("b", new PartitionKey("q"))];
        container.Verify(it => it.ReadManyItemsStreamAsync(
            It.Is<IReadOnlyList<(string, PartitionKey)>>(items => items.SequenceEqual(asked)), null, It.IsAny<CancellationToken>()));
    }

    [Theory]
    [InlineData("1002")]
    [InlineData("1003")]
    public async Task A_missing_container_is_not_mistaken_for_a_missing_document(string subStatus)
    {
        responses.Enqueue(Response(HttpStatusCode.NotFound, subStatus: subStatus));
        responses.Enqueue(Response(HttpStatusCode.NotFound, subStatus: subStatus));

        await Assert.ThrowsAsync<CosmosException>(() => documents.Read(kind, "p", "a"));
        await Assert.ThrowsAsync<CosmosException>(() => documents.Probe());
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(449)]
    [InlineData(503)]
    public async Task A_transient_failure_is_retried_a_few_times(int status)
    {
        for (var tries = 0; tries < 3; tries++)
            responses.Enqueue(Response((HttpStatusCode)status));
        responses.Enqueue(Response(HttpStatusCode.OK, Item));
        Assert.NotNull(await documents.Read(kind, "p", "a"));

        for (var tries = 0; tries < 4; tries++)
            responses.Enqueue(Response((HttpStatusCode)status));
        Assert.Equal(status, (int)(await CosmosFailures.Unavailable(() => documents.Read(kind, "p", "a"))).StatusCode);
        Assert.Empty(responses);
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_service_that_fails_is_unavailable_at_once(HttpStatusCode status)
    {
        responses.Enqueue(Response(status));
        Assert.Equal(status, (await CosmosFailures.Unavailable(() => documents.Read(kind, "p", "a"))).StatusCode);

        responses.Enqueue(Response(status));
        Assert.Equal(status, (await CosmosFailures.Unavailable(() => documents.Query(kind, new()))).StatusCode);

        responses.Enqueue(Response(status));
        Assert.Equal(status, (await CosmosFailures.Unavailable(() => documents.Count(kind, new()))).StatusCode);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_or_does_not_answer_is_unavailable()
    {
        foreach (var failure in new Exception[] { new HttpRequestException("No such host."), new TaskCanceledException("Too slow.") })
        {
            container.Setup(
                it => it.ReadItemStreamAsync(It.IsAny<string>(), It.IsAny<PartitionKey>(), null, It.IsAny<CancellationToken>()))
                .ThrowsAsync(failure);

            var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => documents.Read(kind, "p", "a"));

            Assert.Same(failure, unavailable.InnerException);
        }
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_not_told_that_the_store_is_unavailable()
    {
        using var caller = new CancellationTokenSource();
        container.Setup(it => it.ReadItemStreamAsync(It.IsAny<string>(), It.IsAny<PartitionKey>(), null, It.IsAny<CancellationToken>()))
            .Returns((string _, PartitionKey _, ItemRequestOptions _, CancellationToken cancellation) =>
            {
                caller.Cancel();
                return Task.FromCanceled<ResponseMessage>(cancellation);
            });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => documents.Read(kind, "p", "a", caller.Token));
    }

    [Fact]
    public async Task The_services_Retry_After_is_respected()
    {
        var time = new ManualTime();
        var refused = Response(HttpStatusCode.TooManyRequests);
        refused.Headers.Add("x-ms-retry-after-ms", "5000");
        responses.Enqueue(refused);
        responses.Enqueue(Response(HttpStatusCode.OK, Item));

        var read = new CosmosDocuments(container.Object, time).Read(kind, "p", "a");
        time.Advance(TimeSpan.FromMilliseconds(4999));
        Assert.False(read.IsCompleted);
        Assert.Single(responses);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotNull(await read);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_mistake_of_ours_is_not_retried_and_stays_what_it_is(HttpStatusCode status)
    {
        responses.Enqueue(Response(status));

        Assert.Equal(status, (await Assert.ThrowsAsync<CosmosException>(() => documents.Read(kind, "p", "a"))).StatusCode);
    }

    [Fact]
    public async Task A_query_sends_names_as_text_and_values_as_parameters()
    {
        responses.Enqueue(Page());
        await documents.Query(kind, new()
        {
            Partition = "p",
            OrderBy = "detail.rank",
            Descending = true,
            Limit = 7,
            Conditions =
            [
                Condition.Equal("name", "x' OR 1=1"), new("name", Comparison.NotEqual, "y"), new("size", Comparison.NotEqual, 1L), new(
                    "boxed", Comparison.NotEqual, true),
                new("size", Comparison.Less, 5L), new("weight", Comparison.LessOrEqual, 0.5), new("id", Comparison.Greater, "a"), new(
                    "size", Comparison.GreaterOrEqual, 0L),
            ],
        });

        var (query, continuation, options) = Assert.Single(queries);
        Assert.Equal(
            "SELECT * FROM c WHERE c.kind = @kind AND c.data[\"name\"] = @p0 AND IS_STRING(c.data[\"name\"]) AND c.data[\"name\"] != @p1"
            + " AND IS_NUMBER(c.data[\"size\"]) AND c.data[\"size\"] != @p2 AND IS_BOOL(c.data[\"boxed\"]) AND c.data[\"boxed\"] != @p3"
            + " AND c.data[\"size\"] < @p4 AND c.data[\"weight\"] <= @p5 AND c.id > @p6 AND c.data[\"size\"] >= @p7"
            + " AND IS_PRIMITIVE(c.data[\"detail\"][\"rank\"]) AND NOT IS_NULL(c.data[\"detail\"][\"rank\"])"
            + " ORDER BY c.data[\"detail\"][\"rank\"] DESC",
            query.QueryText);
        Assert.Equal(
            [("@kind", "sample"), ("@p0", "x' OR 1=1"), ("@p1", "y"), ("@p2", 1L), ("@p3", true), ("@p4", 5L), ("@p5", 0.5), ("@p6", "a"),
                ("@p7", 0L)],
            query.GetQueryParameters());
        Assert.Equal((null, new PartitionKey("p"), 7), (continuation, options.PartitionKey, options.MaxItemCount));
    }

    [Fact]
    public async Task Each_of_several_values_is_sent_as_a_parameter()
    {
        responses.Enqueue(Page());
        await documents.Query(kind, new()
        {
            Conditions = [Condition.OneOf("name", ["x') OR (1=1", "y"]), Condition.Equal("boxed", true),
                Condition.OneOf("detail.rank", [7L])],
        });

        var query = queries[0].Query;
        Assert.Equal(
            "SELECT * FROM c WHERE c.kind = @kind AND c.data[\"name\"] IN (@p0_0, @p0_1) AND c.data[\"boxed\"] = @p1"
            + " AND c.data[\"detail\"][\"rank\"] IN (@p2_0) ORDER BY c.id ASC",
            query.QueryText);
        Assert.Equal(
            [("@kind", "sample"), ("@p0_0", "x') OR (1=1"), ("@p0_1", "y"), ("@p1", true), ("@p2_0", 7L)], query.GetQueryParameters());
    }

    [Fact]
    public async Task A_query_without_a_partition_searches_all_partitions()
    {
        responses.Enqueue(Page());
        await documents.Query(kind, new());

        Assert.Null(queries[0].Options.PartitionKey);
        Assert.Equal("SELECT * FROM c WHERE c.kind = @kind ORDER BY c.id ASC", queries[0].Query.QueryText);
    }

    [Fact]
    public async Task Short_and_empty_pages_of_the_service_are_completed()
    {
        responses.Enqueue(Page("t1", Item));
        responses.Enqueue(Page("t2"));
        responses.Enqueue(Response((HttpStatusCode)429));
        responses.Enqueue(Page("t3", Item, Item));
        var query = new DocumentQuery { Limit = 3 };
        var first = await documents.Query(kind, query);

        Assert.Equal(3, first.Items.Length);
        Assert.Equal(
            [(null, 3), ("t1", 2), ("t2", 2), ("t2", 2)], queries.Select(sent => (sent.Continuation, sent.Options.MaxItemCount!.Value)));

        responses.Enqueue(Page(null, Item));
        var last = await documents.Query(kind, query with { Continuation = first.Continuation });
        Assert.Equal((1, null), (last.Items.Length, last.Continuation));
        Assert.Equal("t3", queries[^1].Continuation);
    }

    [Fact]
    public async Task A_continuation_of_another_query_is_refused()
    {
        responses.Enqueue(Page("t1", Item));
        var query = new DocumentQuery { Limit = 1 };
        var given = (await documents.Query(kind, query)).Continuation;

        await Assert.ThrowsAsync<ArgumentException>(() => documents.Query(kind, query with { Continuation = "t1" }));
        await Assert.ThrowsAsync<ArgumentException>(() => documents.Query(kind, query with { Continuation = given, Descending = true }));
        Assert.Single(queries);
        responses.Enqueue(Response(HttpStatusCode.BadRequest));
        await Assert.ThrowsAsync<ArgumentException>(() => documents.Query(kind, query with { Continuation = given }));
        responses.Enqueue(Response(HttpStatusCode.BadRequest));
        await Assert.ThrowsAsync<CosmosException>(() => documents.Query(kind, query));
    }

    [Fact]
    public async Task A_count_is_the_sum_over_all_partitions()
    {
        responses.Enqueue(Page(null, "2"));
        responses.Enqueue(Page(null));
        responses.Enqueue(Page(null, "3"));

        Assert.Equal(5, await documents.Count(
            kind, new() { Partition = "p", OrderBy = "name", Limit = 1, Conditions = [Condition.Equal("size", 1L)] }));
        var (query, _, options) = Assert.Single(queries);
        Assert.Equal("SELECT VALUE COUNT(1) FROM c WHERE c.kind = @kind AND c.data[\"size\"] = @p0", query.QueryText);
        Assert.Equal((new PartitionKey("p"), null), (options.PartitionKey, options.MaxItemCount));
    }

    [Fact]
    public async Task A_probe_writes_a_small_document_that_expires()
    {
        responses.Enqueue(Response(HttpStatusCode.Created));

        await documents.Probe();

        Assert.Equal("""{"id":"probe","partition":"probe","kind":"probe","ttl":60,"data":{}}""", Assert.Single(upserts));
    }

    [Fact]
    public async Task A_probe_fails_when_writes_fail()
    {
        for (var tries = 0; tries < 4; tries++)
            responses.Enqueue(Response(HttpStatusCode.ServiceUnavailable));
        await CosmosFailures.Unavailable(() => documents.Probe());
        Assert.Equal(4, upserts.Count);

        responses.Enqueue(Response(HttpStatusCode.Forbidden));
        await Assert.ThrowsAsync<CosmosException>(() => documents.Probe());
    }

    [Fact]
    public void Connecting_requires_an_endpoint() =>
        Assert.Throws<ArgumentException>(() => CosmosDocuments.Connect(new(), Mock.Of<Azure.Core.TokenCredential>(), TimeProvider.System));

    private static ResponseMessage Page(string? continuation = null, params string[] items)
    {
        var page = Response(HttpStatusCode.OK, $$"""{"_rid":"","Documents":[{{string.Join(',', items)}}],"_count":{{items.Length}}}""");
        if (continuation is not null)
            page.Headers.Add("x-ms-continuation", continuation);
        return page;
    }

    private static ResponseMessage Response(HttpStatusCode status, string? content = null, string? subStatus = null)
    {
        var response = new ResponseMessage(status);
        if (content is not null)
            response.Content = new MemoryStream(Encoding.UTF8.GetBytes(content));
        if (subStatus is not null)
            response.Headers.Add("x-ms-substatus", subStatus);
        return response;
    }
}
