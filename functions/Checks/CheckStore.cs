using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Checks, each in its owner's partition, so that quota and creation commit together.</summary>
public sealed class CheckStore(IDocuments documents, Outbox outbox, TimeProvider time)
{
    /// <summary>Checks.</summary>
    public static readonly DocumentKind<Check> Kind = new("check", CheckJson.Default.Check);

    private static readonly DocumentQuery Waiting = new() { Conditions = [Condition.Equal("state", nameof(CheckState.Waiting))] };

    /// <summary>The check; null where this owner has none of that id.</summary>
    public async Task<Document<Check>?> Find(long userId, string taskId, CancellationToken cancellation) =>
        Guid.TryParseExact(taskId, "N", out _)
            ? await documents.Read(Kind, AccountStore.Partition(userId), DocumentId(taskId), cancellation)
            : null;

    /// <summary>The check of this id, whoever owns it; null where there is none.</summary>
    public async Task<Document<Check>?> FindAnywhere(string taskId, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(taskId, "N", out _))
            return null;
        var query = new DocumentQuery { Conditions = [Condition.Equal("id", DocumentId(taskId))], Limit = 1 };
        return (await documents.Query(Kind, query, cancellation)).Items.FirstOrDefault();
    }

    /// <summary>The check.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>.</exception>
    public async Task<Document<Check>> Get(long userId, string taskId, CancellationToken cancellation) =>
        await Find(userId, taskId, cancellation) ?? throw Refusal.NotFound("task");

    /// <summary>A page of one owner's checks, newest first.</summary>
    public Task<Page<Check>> List(
        long userId, CheckState? state, int limit, string? continuation, CancellationToken cancellation) =>
        List(AccountStore.Partition(userId), state, null, false, limit, continuation, cancellation);

    /// <summary>A page of everybody's checks, newest first.</summary>
    public Task<Page<Check>> ListAll(
        CheckState? state, string? shoeModel, bool audited, int limit, string? continuation, CancellationToken cancellation) =>
        List(null, state, shoeModel, audited, limit, continuation, cancellation);

    /// <summary>The check that has been waiting for its run for the longest; null where none waits.</summary>
    public async Task<Check?> FindOldestWaiting(CancellationToken cancellation) =>
        (await documents.Query(Kind, Waiting with { OrderBy = "start_time", Limit = 1 }, cancellation)).Items.FirstOrDefault()?.Value;

    /// <summary>How many checks wait for their run.</summary>
    public Task<long> CountWaiting(CancellationToken cancellation) => documents.Count(Kind, Waiting, cancellation);

    /// <summary>Stores a new check and counts it against its owner's quota, both or neither, with the messages that tell of it.</summary>
    /// <exception cref="Refusal">403 <c>quota_exceeded</c>.</exception>
    public async Task<Document<Check>> Create(Check check, IReadOnlyList<Message> messages, CancellationToken cancellation)
    {
        var partition = AccountStore.Partition(check.UserId);
        var result = await outbox.Commit(
            Holding.Tasks.Take(new Commit(partition)).Create(Kind, DocumentId(check.Id), check),
            messages,
            cancellation);
        return result.Outcome switch
        {
            CommitOutcome.Committed => new Document<Check>(partition, DocumentId(check.Id), check, result.ETags[1]),
            CommitOutcome.OutOfBounds => throw new Refusal(
                403, "quota_exceeded", "The account holds as many tasks as its quota allows. Delete one, or ask for more."),
            CommitOutcome.Missing => throw Refusal.NotFound("account"),
            _ => throw new InvalidOperationException($"A new check was not stored: {result.Outcome}."),
        };
    }

    /// <summary>Replaces this version of a check, with the messages that tell of it; null where it has changed meanwhile.</summary>
    public async Task<Document<Check>?> Replace(
        Document<Check> before, Check after, IReadOnlyList<Message> messages, CancellationToken cancellation)
    {
        var result = await outbox.Commit(new Commit(before.Partition).Replace(Kind, before, after), messages, cancellation);
        return result.IsCommitted ? before with { Value = after, ETag = result.ETags[0] } : null;
    }

    /// <summary>Stores the answer of a run and tells the owner; false where the check has changed meanwhile.</summary>
    public async Task<bool> Finish(Document<Check> waiting, RunReport report, DateTimeOffset now, CancellationToken cancellation)
    {
        var check = waiting.Value.Finish(report, now);
        return await Replace(waiting, check, [FinishedNotice.Of(check, report, now).Message()], cancellation) is not null;
    }

    /// <summary>Changes a check, again on its newest version where another change came between.</summary>
    /// <param name="userId">The owner; null: whoever it is.</param>
    /// <param name="taskId">The check.</param>
    /// <param name="change">The new value; it may refuse. The very value that is there writes nothing.</param>
    /// <param name="messages">What to tell, given the value before and after.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Refusal">404 <c>not_found</c>, or the change's own.</exception>
    public Task<Document<Check>> Change(
        long? userId,
        string taskId,
        Func<Document<Check>, Task<Check>> change,
        Func<Check, Check, IReadOnlyList<Message>> messages,
        CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Check>?> Try()
        {
            var found = userId is { } owner ? await Find(owner, taskId, cancellation) : await FindAnywhere(taskId, cancellation);
            var before = found ?? throw Refusal.NotFound("task");
            var after = await change(before);
            return ReferenceEquals(after, before.Value)
                ? before
                : await Replace(before, after, messages(before.Value, after), cancellation);
        }
    }

    /// <summary>Deletes a check that is not being run, orders its photos to be deleted, and gives its place in the quota back.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>task_waiting</c>.</exception>
    public Task Delete(long userId, string taskId, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            var check = await Get(userId, taskId, cancellation);
            check.Value.DemandNotWaiting();
            var result = await outbox.Commit(
                Holding.Tasks.GiveBack(new Commit(check.Partition).Delete(check.Id, check.ETag)),
                DeletePhotos.Orders(check.Value, check.Value.Photos),
                cancellation);
            return result.Outcome switch
            {
                CommitOutcome.Committed => true,
                CommitOutcome.Missing or CommitOutcome.Changed => null,
                _ => throw new InvalidOperationException($"A check was not deleted: {result.Outcome}."),
            };
        }
    }

    private Task<Page<Check>> List(
        string? partition,
        CheckState? state,
        string? shoeModel,
        bool audited,
        int limit,
        string? continuation,
        CancellationToken cancellation)
    {
        var query = new DocumentQuery { Partition = partition, Descending = true, Limit = limit, Continuation = continuation };
        if (state is { } wanted)
            query = query with { Conditions = query.Conditions.Add(Condition.Equal("state", wanted.ToString())) };
        if (shoeModel is not null)
            query = query with { Conditions = query.Conditions.Add(Condition.Equal("shoe_model", shoeModel)) };
        if (audited)
            query = query with { Conditions = query.Conditions.Add(Condition.Equal("report.audit", true)) };
        return documents.Query(Kind, query, cancellation);
    }

    private static string DocumentId(string taskId) => $"check-{taskId}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Check))]
[JsonSerializable(typeof(Template))]
[JsonSerializable(typeof(ShoeModel))]
[JsonSerializable(typeof(ShoeModel[]))]
internal sealed partial class CheckJson : JsonSerializerContext;
