using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Worker;

/// <summary>
/// Answers the requests of Cosmos DB's SDK that the product makes, over HTTP, from the product's own SQLite documents: reads, batches,
/// queries and counts. It knows the queries of <c>CosmosQuery</c> only and refuses any other; see README.md of this folder.
/// </summary>
internal sealed class CosmosStandIn : IAsyncDisposable
{
    private const string Collection = "AQAAAIAAAAE=";
    private const string IsPlan = "x-ms-cosmos-is-query-plan-request";
    private static readonly JsonTypeInfo<JsonElement> Json =
        (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement));

    private readonly SqliteFile file = new();
    private readonly SqliteDocuments documents;
    private readonly WebApplication app;

    private CosmosStandIn(WebApplication app)
    {
        this.app = app;
        documents = new(file.Database, TimeProvider.System);
    }

    public string Address => app.Urls.Single();

    /// <summary>While set, every request is refused, as by an account whose role assignment has not taken effect yet.</summary>
    public bool Refuses { get; set; }

    /// <summary>Starts an empty one.</summary>
    public static async Task<CosmosStandIn> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var standIn = new CosmosStandIn(app);
        app.MapFallback("{**path}", standIn.Answer);
        await app.StartAsync();
        return standIn;
    }

    /// <summary>Settings with which the product connects to it.</summary>
    public DocumentsOptions Options() => new()
    {
        CosmosEndpoint = Address,
        CosmosKey = Convert.ToBase64String(new byte[32]),
        CosmosGateway = true,
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        file.Dispose();
    }

    internal static DocumentKind<JsonElement> Kind(string name) => new(name, Json);

    private Task Answer(HttpContext context)
    {
        var headers = context.Request.Headers;
        context.Response.Headers["x-ms-request-charge"] = "1";
        context.Response.Headers["x-ms-activity-id"] = Guid.NewGuid().ToString();
        return context.Request.Path.Value!.Trim('/').Split('/') switch
        {
            _ when Refuses => Reply(context, HttpStatusCode.Forbidden,
                new JsonObject { ["code"] = "Forbidden", ["message"] = "No role yet." }),
            [""] => Reply(context, HttpStatusCode.OK, Account()),
            ["dbs", _, "colls", _] => Reply(context, HttpStatusCode.OK, Container()),
            ["dbs", _, "colls", _, "pkranges"] =>
                Reply(context, headers.IfNoneMatch.Count > 0 ? HttpStatusCode.NotModified : HttpStatusCode.OK, Ranges()),
            ["dbs", _, "colls", _, "docs", var id] => Read(context, id),
            ["dbs", _, "colls", _, "docs"] when headers["x-ms-documentdb-is-upsert"] == "True" => Upsert(context),
            ["dbs", _, "colls", _, "docs"] when headers["x-ms-cosmos-is-batch-request"] == "True" => Batch(context),
            ["dbs", _, "colls", _, "docs"] when headers[IsPlan] == "True" || headers["x-ms-documentdb-isquery"] == "True" => Query(context),
            _ => Reply(context, HttpStatusCode.NotImplemented,
                new JsonObject { ["message"] = $"{context.Request.Method} {context.Request.Path}" }),
        };
    }

    private static async Task Reply(HttpContext context, HttpStatusCode status, JsonNode body)
    {
        context.Response.StatusCode = (int)status;
        // The SDK reads partition ranges repeatedly with the last etag, until the reply is that nothing has changed.
        if (context.Response.Headers.ETag.Count == 0)
            context.Response.Headers.ETag = "\"1\"";
        if (status is HttpStatusCode.NotModified)
            return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }

    private static string? Partition(HttpContext context) =>
        context.Request.Headers["x-ms-documentdb-partitionkey"].ToString() is { Length: > 0 } key
            ? JsonElement.Parse(key)[0].GetString()
            : null;

    private async Task Read(HttpContext context, string id)
    {
        if (await Find(Partition(context)!, id) is not var (kind, document))
        {
            await Reply(context, HttpStatusCode.NotFound, new JsonObject { ["code"] = "NotFound", ["message"] = "There is no such item." });
            return;
        }
        context.Response.Headers.ETag = $"\"{document.ETag}\"";
        await Reply(context, HttpStatusCode.OK, Item(kind, document));
    }

    private async Task<(string Kind, Document<JsonElement> Document)?> Find(string partition, string id)
    {
        // The documents' port needs the kind, which the request does not have.
        var kind = (await file.Database.Read(session => session.Query(
            "SELECT kind FROM documents WHERE partition = @partition AND id = @id", row => row.GetString(0),
            ("@partition", partition), ("@id", id)))).SingleOrDefault();
        return kind is not null && await documents.Read(Kind(kind), partition, id) is { } document ? (kind, document) : null;
    }

    private async Task Upsert(HttpContext context)
    {
        using var item = await JsonDocument.ParseAsync(context.Request.Body);
        var (partition, id) = (Partition(context)!, item.RootElement.Text("id"));
        var (kind, data) = (Kind(item.RootElement.Text("kind")), item.RootElement.GetProperty("data"));
        var lifetime = TimeSpan.FromSeconds(item.RootElement.GetProperty("ttl").GetInt64());
        var known = await documents.Read(kind, partition, id);
        var commit = new Commit(partition);
        await documents.Commit(
            known is null ? commit.Create(kind, id, data, lifetime) : commit.Replace(kind, id, data, known.ETag, lifetime));
        context.Response.StatusCode = (int)(known is null ? HttpStatusCode.Created : HttpStatusCode.OK);
    }

    private async Task Query(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var text = (string)body["query"]!;
        if (context.Request.Headers[IsPlan] == "True")
        {
            await Reply(context, HttpStatusCode.OK, CosmosStandInQuery.Plan(text));
            return;
        }
        if (CosmosStandInQuery.ManyReads(text, body["parameters"]!.AsArray()) is { } places)
        {
            var items = new JsonArray();
            foreach (var place in places)
            {
                if (await Find(place.Partition, place.Id) is var (kind, document))
                    items.Add(Item(kind, document));
            }
            await Reply(
                context, HttpStatusCode.OK, new JsonObject { ["_rid"] = Collection, ["_count"] = items.Count, ["Documents"] = items });
            return;
        }
        if (CosmosStandInQuery.Parse(text, body["parameters"]!.AsArray()) is not { } query)
        {
            await Reply(context, HttpStatusCode.BadRequest,
                new JsonObject { ["code"] = "BadRequest", ["message"] = $"Not known here: {text}" });
            return;
        }
        var headers = context.Request.Headers;
        var limit = int.TryParse(headers["x-ms-max-item-count"], out var count) && count > 0 ? count : 100;
        var asked = query.Asked with
        {
            Partition = Partition(context),
            Limit = limit,
            Continuation = headers["x-ms-continuation"].ToString() is { Length: > 0 } position ? position : null,
        };
        JsonArray found;
        if (query.IsCount)
        {
            var number = await documents.Count(Kind(query.Kind), asked);
            found = [query.IsPartOfPlan ? new JsonArray(new JsonObject { ["item"] = number }) : number];
        }
        else
        {
            Page<JsonElement> page;
            try
            {
                page = await documents.Query(Kind(query.Kind), asked);
            }
            catch (ArgumentException exception)
            {
                await Reply(context, HttpStatusCode.BadRequest,
                    new JsonObject { ["code"] = "BadRequest", ["message"] = exception.Message });
                return;
            }
            if (page.Continuation is not null)
                context.Response.Headers["x-ms-continuation"] = page.Continuation;
            found = [.. page.Items.Select(document =>
                query.IsPartOfPlan ? query.Wrap(Item(query.Kind, document)) : Item(query.Kind, document))];
        }
        await Reply(context, HttpStatusCode.OK, new JsonObject { ["_rid"] = Collection, ["_count"] = found.Count, ["Documents"] = found });
    }

    private async Task Batch(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (status, reply) = await CosmosStandInBatch.Apply(documents, Partition(context)!, body);
        context.Response.StatusCode = (int)status;
        await context.Response.Body.WriteAsync(reply);
    }

    private static JsonObject Item(string kind, Document<JsonElement> document) => new()
    {
        ["id"] = document.Id,
        ["partition"] = document.Partition,
        ["kind"] = kind,
        ["data"] = JsonNode.Parse(document.Value.GetRawText()),
        ["_rid"] = Collection,
        ["_etag"] = $"\"{document.ETag}\"",
    };

    private JsonObject Account()
    {
        return new()
        {
            ["id"] = "stand-in",
            ["_rid"] = "stand-in",
            ["writableLocations"] = new JsonArray(Here()),
            ["readableLocations"] = new JsonArray(Here()),
            ["enableMultipleWriteLocations"] = false,
            ["userReplicationPolicy"] = new JsonObject { ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 1 },
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Strong" },
            ["systemReplicationPolicy"] = new JsonObject { ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 1 },
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            // The SDK's query planner does not work without this configuration.
            ["queryEngineConfiguration"] = new JsonObject
            {
                ["maxSqlQueryInputLength"] = 262144,
                ["maxJoinsPerSqlQuery"] = 5,
                ["maxLogicalAndPerSqlQuery"] = 500,
                ["maxLogicalOrPerSqlQuery"] = 500,
                ["maxUdfRefPerSqlQuery"] = 10,
                ["maxInExpressionItemsCount"] = 16000,
                ["queryMaxInMemorySortDocumentCount"] = 500,
                ["maxQueryRequestTimeoutFraction"] = 0.9,
                ["sqlAllowNonFiniteNumbers"] = false,
                ["sqlAllowAggregateFunctions"] = true,
                ["sqlAllowSubQuery"] = true,
                ["sqlAllowScalarSubQuery"] = true,
                ["allowNewKeywords"] = true,
                ["sqlAllowLike"] = true,
                ["sqlAllowGroupByClause"] = true,
                ["maxSpatialQueryCells"] = 12,
                ["spatialMaxGeometryPointCount"] = 256,
                ["sqlDisableQueryILOptimization"] = false,
                ["sqlDisableFilterPlanOptimization"] = false,
                ["sqlAllowTop"] = true,
                ["enableSpatialIndexing"] = true,
            }.ToJsonString(),
        };

        JsonObject Here() => new() { ["name"] = "Here", ["databaseAccountEndpoint"] = Address };
    }

    private static JsonObject Container() => new()
    {
        ["id"] = "documents",
        ["_rid"] = Collection,
        ["_self"] = $"dbs/AQAAAA==/colls/{Collection}/",
        ["_etag"] = "\"1\"",
        ["partitionKey"] = new JsonObject { ["paths"] = new JsonArray("/partition"), ["kind"] = "Hash", ["version"] = 2 },
        ["indexingPolicy"] = new JsonObject { ["indexingMode"] = "consistent", ["automatic"] = true },
    };

    private static JsonObject Ranges() => new()
    {
        ["_rid"] = Collection,
        ["_count"] = 1,
        ["PartitionKeyRanges"] = new JsonArray(new JsonObject
        {
            ["id"] = "0",
            ["_rid"] = Collection,
            ["minInclusive"] = "",
            ["maxExclusive"] = "FF",
            ["parents"] = new JsonArray(),
        }),
    };
}
