using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Worker;

/// <summary>A transactional batch: parsed from the SDK's binary rows, executed as a commit, answered in rows.</summary>
internal static partial class CosmosStandInBatch
{
    // The layout of the rows is internal to the SDK.
    private static readonly LayoutResolver Layouts = Of<LayoutResolver>("BatchLayoutResolver");
    private static readonly Layout ResultLayout = Of<Layout>("BatchResultLayout");

    /// <summary>Executes a batch and returns the reply's status and body.</summary>
    public static async Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> Apply(
        IDocuments documents, string partition, MemoryStream body)
    {
        var commit = new Commit(partition);
        var operations = await Read(body);
        foreach (var operation in operations)
            operation.AddTo(commit);
        var result = await documents.Commit(commit);
        var status = result.IsCommitted ? HttpStatusCode.OK : HttpStatusCode.MultiStatus;
        return (status, await Write([.. operations.Select((operation, index) => Answer(operation, index, result))]));
    }

    private static (int Status, string? ETag) Answer(Operation operation, int index, CommitResult result) => result.Outcome switch
    {
        CommitOutcome.Committed => (operation.Status, result.ETags[index] is { Length: > 0 } etag ? $"\"{etag}\"" : null),
        _ when index != result.Operation => (424, null),
        CommitOutcome.Exists => (409, null),
        CommitOutcome.Missing => (404, null),
        _ => (412, null),
    };

    private static async Task<List<Operation>> Read(MemoryStream body)
    {
        List<Operation> operations = [];
        body.Position = 0;
        var result = await body.ReadRecordIOAsync(
            (Func<ReadOnlyMemory<byte>, Result>)ReadRow, null!, new MemorySpanResizer<byte>((int)body.Length));
        return result == Result.Success ? operations : throw new InvalidDataException($"The batch cannot be read: {result}.");

        Result ReadRow(ReadOnlyMemory<byte> record)
        {
            var row = new RowBuffer(record.Length);
            if (!row.ReadFrom(record.Span, HybridRowVersion.V1, Layouts))
                return Result.Failure;
            var reader = new RowReader(ref row);
            var operation = new Operation();
            while (reader.Read())
            {
                var read = reader.Path.ToString() switch
                {
                    "operationType" => reader.ReadInt32(out operation.Type),
                    "id" => reader.ReadString(out operation.Id),
                    "ifMatch" => reader.ReadString(out operation.IfMatch),
                    "resourceBody" => reader.ReadBinary(out operation.Body),
                    _ => Result.Success,
                };
                if (read != Result.Success)
                    return read;
            }
            operations.Add(operation);
            return Result.Success;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> Write(IReadOnlyList<(int Status, string? ETag)> answers)
    {
        var reply = new MemoryStream();
        var result = await reply.WriteRecordIOAsync(default, Next, new MemorySpanResizer<byte>(4096));
        return result == Result.Success ? reply.ToArray() : throw new InvalidDataException($"The reply cannot be written: {result}.");

        Result Next(long index, out ReadOnlyMemory<byte> buffer)
        {
            buffer = default;
            if (index >= answers.Count)
                return Result.Success;
            var row = new RowBuffer(1024);
            row.InitLayout(HybridRowVersion.V1, ResultLayout, Layouts);
            var written = RowWriter.WriteBuffer(ref row, answers[(int)index], WriteRow);
            buffer = row.ToArray();
            return written;
        }
    }

    private static Result WriteRow(ref RowWriter writer, TypeArgument type, (int Status, string? ETag) answer)
    {
        var result = writer.WriteInt32("statusCode", answer.Status);
        if (result == Result.Success)
            result = writer.WriteInt32("subStatusCode", 0);
        if (result == Result.Success && answer.ETag is not null)
            result = writer.WriteString("eTag", answer.ETag);
        return result == Result.Success ? writer.WriteFloat64("requestCharge", 1) : result;
    }

    private static T Of<T>(string name) => (T)typeof(CosmosClient).Assembly
        .GetType("Microsoft.Azure.Cosmos.BatchSchemaProvider")!
        .GetProperty(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
        .GetValue(null)!;

    /// <summary>One operation of a batch.</summary>
    private sealed partial class Operation
    {
        private const int Create = 0;
        private const int Patch = 1;
        private const int Delete = 4;
        private const int Replace = 5;

        public int Type;
        public string? Id;
        public string? IfMatch;
        public byte[]? Body;

        /// <summary>The status of success.</summary>
        public int Status => Type switch { Create => 201, Delete => 204, _ => 200 };

        private string? ETag => IfMatch?.Trim('"');

        public void AddTo(Commit commit)
        {
            using var body = Body is null ? null : JsonDocument.Parse(Body);
            var item = body?.RootElement ?? default;
            switch (Type)
            {
                case Create:
                    commit.Create(KindOf(item), item.Text("id"), item.GetProperty("data").Clone(), TimeToLive(item));
                    break;
                case Replace:
                    commit.Replace(KindOf(item), Id!, item.GetProperty("data").Clone(), ETag!, TimeToLive(item));
                    break;
                case Delete:
                    commit.Delete(Id!, ETag);
                    break;
                case Patch:
                    var increment = item.GetProperty("operations").EnumerateArray().Single();
                    Assert.Equal("incr", increment.Text("op"));
                    commit.Increment(
                        Id!, increment.Text("path")["/data/".Length..].Replace('/', '.'),
                            increment.GetProperty("value").GetInt64(), Bound(item));
                    break;
                default:
                    throw new NotSupportedException($"Operation {Type}.");
            }
        }

        private static DocumentKind<JsonElement> KindOf(JsonElement item) => CosmosStandIn.Kind(item.Text("kind"));

        private static TimeSpan? TimeToLive(JsonElement item) =>
            item.TryGetProperty("ttl", out var seconds) ? TimeSpan.FromSeconds(seconds.GetInt64()) : null;

        private static IncrementBound? Bound(JsonElement patch)
        {
            if (!patch.TryGetProperty("condition", out var condition))
                return null;
            var bound = new IncrementBound();
            foreach (var limit in Limits().Matches(condition.GetString()!).Cast<Match>())
            {
                var text = limit.Groups["limit"].Value;
                bound = (limit.Groups["operator"].Value, long.TryParse(text, CultureInfo.InvariantCulture, out var number)) switch
                {
                    (">=", true) => bound with { AtLeast = number },
                    ("<=", true) => bound with { AtMost = number },
                    _ => bound with { AtMostField = string.Join('.', Members().Matches(text).Select(member => member.Groups[1].Value)) },
                };
            }
            return bound;
        }

        [GeneratedRegex("""\(c\.data\S+ \+ -?\d+ (?<operator><=|>=) (?<limit>\S+) OR """)]
        private static partial Regex Limits();

        [GeneratedRegex("""\["(\w+)"\]""")]
        private static partial Regex Members();
    }
}
