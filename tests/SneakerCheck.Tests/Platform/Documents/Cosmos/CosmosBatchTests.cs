using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using Moq;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Cosmos;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Platform.Documents.Cosmos;

public sealed class CosmosBatchTests
{
    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);
    private readonly Mock<Container> container = new(MockBehavior.Strict);
    private readonly Mock<TransactionalBatch> batch = new(MockBehavior.Strict);
    private readonly Queue<TransactionalBatchResponse> responses = [];
    private readonly List<(string Method, string? Id, string? Body, TransactionalBatchItemRequestOptions Options)> sent = [];
    private readonly CosmosDocuments documents;
    private IReadOnlyList<PatchOperation>? patch;

    public CosmosBatchTests()
    {
        documents = new(container.Object, new InstantTime());
        container.Setup(it => it.CreateTransactionalBatch(new PartitionKey("p"))).Returns(batch.Object);
        batch.Setup(it => it.CreateItemStream(It.IsAny<Stream>(), It.IsAny<TransactionalBatchItemRequestOptions>()))
            .Callback((Stream body, TransactionalBatchItemRequestOptions options) => sent.Add(("create", null, Text(body), options)))
                .Returns(batch.Object);
        batch.Setup(it => it.ReplaceItemStream(It.IsAny<string>(), It.IsAny<Stream>(), It.IsAny<TransactionalBatchItemRequestOptions>()))
            .Callback((string id, Stream body, TransactionalBatchItemRequestOptions options) =>
                sent.Add(("replace", id, Text(body), options))).Returns(batch.Object);
        batch.Setup(it => it.DeleteItem(It.IsAny<string>(), It.IsAny<TransactionalBatchItemRequestOptions>()))
            .Callback((string id, TransactionalBatchItemRequestOptions options) => sent.Add(("delete", id, null, options))).Returns(
                batch.Object);
        batch.Setup(it => it.PatchItem(
            It.IsAny<string>(), It.IsAny<IReadOnlyList<PatchOperation>>(), It.IsAny<TransactionalBatchPatchItemRequestOptions>()))
            .Callback((string id, IReadOnlyList<PatchOperation> operations, TransactionalBatchPatchItemRequestOptions options) =>
            {
                patch = operations;
                sent.Add(("patch", id, null, options));
            }).Returns(batch.Object);
        batch.Setup(it => it.ExecuteAsync(It.IsAny<CancellationToken>())).ReturnsAsync(responses.Dequeue);
    }

    [Fact]
    public async Task A_commit_is_one_batch_in_its_partition()
    {
        responses.Enqueue(Response(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.NoContent,
            HttpStatusCode.NoContent, HttpStatusCode.OK));
        var result = await documents.Commit(new Commit("p")
            .Create(kind, "a\"b", new("x"), TimeSpan.FromSeconds(1.5))
            .Replace(kind, "b", new("y"), "etag-b")
            .Delete("c")
            .Delete("d", "etag-d")
            .Increment("e", "detail.rank", -2));

        Assert.True(result.IsCommitted);
        Assert.True(result.ETags.SequenceEqual(["etag-0", "etag-1", "", "", "etag-4"]));
        Assert.Equal(["create", "replace", "delete", "delete", "patch"], sent.Select(operation => operation.Method));
        Assert.Equal([null, "b", "c", "d", "e"], sent.Select(operation => operation.Id));
        Assert.Equal([null, "\"etag-b\"", null, "\"etag-d\"", null], sent.Select(operation => operation.Options.IfMatchEtag));
        Assert.All(sent.Where(operation => operation.Method != "delete"),
            operation => Assert.False(operation.Options.EnableContentResponseOnWrite));
        Assert.Equal(("/data/detail/rank", PatchOperationType.Increment, -2L),
            patch is [PatchOperation<long> only] ? (only.Path, only.OperationType, only.Value) : default);
        Assert.Null(((TransactionalBatchPatchItemRequestOptions)sent[4].Options).FilterPredicate);
    }

    [Fact]
    public async Task An_item_contains_address_kind_time_to_live_and_value()
    {
        responses.Enqueue(Response(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Created));
        await documents.Commit(new Commit("p").Create(kind, "a\"b", new("x\0鞋"), TimeSpan.FromSeconds(1.5)).Create(kind, "c", new("y")));

        using var item = JsonDocument.Parse(sent[0].Body!);
        Assert.Equal(["id", "partition", "kind", "ttl", "data"], item.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("a\"b", item.RootElement.GetProperty("id").GetString());
        Assert.Equal("p", item.RootElement.GetProperty("partition").GetString());
        Assert.Equal("sample", item.RootElement.GetProperty("kind").GetString());
        Assert.Equal(2, item.RootElement.GetProperty("ttl").GetInt64());
        Assert.Equal("x\0鞋", item.RootElement.GetProperty("data").GetProperty("name").GetString());
        using var lasting = JsonDocument.Parse(sent[1].Body!);
        Assert.False(lasting.RootElement.TryGetProperty("ttl", out _));
    }

    [Fact]
    public async Task A_bound_is_a_predicate_that_the_service_checks()
    {
        responses.Enqueue(Response(HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
        await documents.Commit(new Commit("p")
            .Increment("a", "used", 3, new(AtMost: 10, AtLeast: -1))
            .Increment("b", "held.now", -4, new(AtMostField: "held.quota")));

        Assert.Equal(
            [
                "FROM c WHERE (c.data[\"used\"] + 3 <= 10 OR (NOT IS_DEFINED(c.data[\"used\"]) AND 3 <= 10))"
                + " AND (c.data[\"used\"] + 3 >= -1 OR (NOT IS_DEFINED(c.data[\"used\"]) AND 3 >= -1))",
                "FROM c WHERE (c.data[\"held\"][\"now\"] + -4 <= c.data[\"held\"][\"quota\"]"
                + " OR (NOT IS_DEFINED(c.data[\"held\"][\"now\"]) AND -4 <= c.data[\"held\"][\"quota\"]))",
            ],
            sent.Select(operation => ((TransactionalBatchPatchItemRequestOptions)operation.Options).FilterPredicate));
    }

    [Theory]
    [InlineData("create", HttpStatusCode.Conflict, CommitOutcome.Exists)]
    [InlineData("replace", HttpStatusCode.NotFound, CommitOutcome.Missing)]
    [InlineData("replace", HttpStatusCode.PreconditionFailed, CommitOutcome.Changed)]
    [InlineData("delete", HttpStatusCode.NotFound, CommitOutcome.Missing)]
    [InlineData("delete", HttpStatusCode.PreconditionFailed, CommitOutcome.Changed)]
    [InlineData("increment", HttpStatusCode.NotFound, CommitOutcome.Missing)]
    [InlineData("increment", HttpStatusCode.PreconditionFailed, CommitOutcome.OutOfBounds)]
    public async Task A_rejected_operation_is_an_outcome_and_its_failed_dependencies_are_not(
        string operation, HttpStatusCode status, CommitOutcome outcome)
    {
        responses.Enqueue(Response(status, HttpStatusCode.FailedDependency, status, HttpStatusCode.FailedDependency));
        var result = await documents.Commit(Add(new Commit("p").Create(kind, "first", new("x")), operation).Create(kind, "last", new("x")));

        Assert.Equal((outcome, 1, 0), (result.Outcome, result.Operation, result.ETags.Length));
    }

    [Theory]
    [InlineData("create", HttpStatusCode.NotFound)]
    [InlineData("create", HttpStatusCode.PreconditionFailed)]
    [InlineData("create", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("increment", HttpStatusCode.BadRequest)]
    [InlineData("replace", HttpStatusCode.Conflict)]
    [InlineData("delete", HttpStatusCode.Forbidden)]
    public async Task A_rejection_without_an_outcome_is_an_exception(string operation, HttpStatusCode status)
    {
        responses.Enqueue(Response(status, status));

        Assert.Equal(status, (await Assert.ThrowsAsync<CosmosException>(() => documents.Commit(Add(new("p"), operation)))).StatusCode);
    }

    [Theory]
    [InlineData("1002")]
    [InlineData("1003")]
    public async Task A_missing_container_is_not_mistaken_for_a_missing_document(string subStatus)
    {
        responses.Enqueue(Response(HttpStatusCode.NotFound, subStatus, HttpStatusCode.NotFound));

        await Assert.ThrowsAsync<CosmosException>(() => documents.Commit(Add(new("p"), "delete")));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(449)]
    public async Task A_batch_that_was_rejected_unexecuted_is_built_and_sent_again(int status)
    {
        responses.Enqueue(Response((HttpStatusCode)status, (HttpStatusCode)status));
        responses.Enqueue(Response((HttpStatusCode)status, (HttpStatusCode)status));
        responses.Enqueue(Response(HttpStatusCode.OK, HttpStatusCode.OK));

        Assert.True((await documents.Commit(Add(new("p"), "increment"))).IsCommitted);
        container.Verify(it => it.CreateTransactionalBatch(new PartitionKey("p")), Times.Exactly(3));
        Assert.Equal(3, sent.Count);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_unavailable_after_a_few_retries()
    {
        for (var tries = 0; tries < 4; tries++)
            responses.Enqueue(Response(HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests));

        var failure = await CosmosFailures.Unavailable(() => documents.Commit(Add(new("p"), "create")));
        Assert.Equal(HttpStatusCode.TooManyRequests, failure.StatusCode);
        Assert.Empty(responses);
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task A_batch_that_may_have_taken_effect_is_not_sent_again(HttpStatusCode status)
    {
        responses.Enqueue(Response(status, status));

        var failure = await CosmosFailures.Unavailable(() => documents.Commit(Add(new("p"), "increment")));
        Assert.Equal(status, failure.StatusCode);
        Assert.Single(sent);
    }

    [Fact]
    public async Task A_batch_whose_reply_is_lost_is_not_sent_again()
    {
        batch.Setup(it => it.ExecuteAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new HttpRequestException("Connection reset."));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => documents.Commit(Add(new("p"), "increment")));
        Assert.Single(sent);
    }

    [Fact]
    public async Task A_commit_without_operations_is_not_sent()
    {
        Assert.True((await documents.Commit(new("p"))).IsCommitted);
        container.VerifyNoOtherCalls();
    }

    private Commit Add(Commit commit, string operation) => operation switch
    {
        "create" => commit.Create(kind, "a", new("x")),
        "replace" => commit.Replace(kind, "a", new("x"), "etag"),
        "delete" => commit.Delete("a", "etag"),
        _ => commit.Increment("a", "size", 1, new(AtMost: 1)),
    };

    private static TransactionalBatchResponse Response(HttpStatusCode status, params HttpStatusCode[] operations) =>
        Response(status, null, operations);

    private static TransactionalBatchResponse Response(HttpStatusCode status, string? subStatus, params HttpStatusCode[] operations)
    {
        var response = new Mock<TransactionalBatchResponse>();
        var headers = new Headers();
        if (subStatus is not null)
            headers.Add("x-ms-substatus", subStatus);
        response.Setup(it => it.Headers).Returns(headers);
        response.Setup(it => it.StatusCode).Returns(status);
        response.Setup(it => it.IsSuccessStatusCode).Returns((int)status < 300);
        response.Setup(it => it.Count).Returns(operations.Length);
        for (var index = 0; index < operations.Length; index++)
        {
            var result = new Mock<TransactionalBatchOperationResult>();
            result.Setup(it => it.StatusCode).Returns(operations[index]);
            result.Setup(it => it.IsSuccessStatusCode).Returns((int)operations[index] < 300);
            result.Setup(it => it.ETag).Returns($"\"etag-{index}\"");
            response.Setup(it => it[index]).Returns(result.Object);
        }
        return response.Object;
    }

    private static string Text(Stream body)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
