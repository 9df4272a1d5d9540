using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Checks, each in its owner's partition, so that quota and creation commit together.</summary>
public sealed class CheckStore(IDocuments documents, Outbox outbox, TimeProvider time)
{
    public static readonly DocumentKind<Check> Kind = new("check", CheckJson.Default.Check);

    private static readonly DocumentQuery Waiting = new() { Conditions = [Condition.Equal("state", nameof(CheckState.Waiting))] };

    public async Task<Document<Check>?> Find(long userId, string taskId, CancellationToken cancellation) =>
        Guid.TryParseExact(taskId, "N", out _)
            ? await documents.Read(Kind, AccountStore.Partition(userId), DocumentId(taskId), cancellation)
            : null;

    /// <summary>Finds a check of any owner.</summary>
    public async Task<Document<Check>?> FindAnywhere(string taskId, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(taskId, "N", out _))
            return null;
        var query = new DocumentQuery { Conditions = [Condition.Equal("id", DocumentId(taskId))], Limit = 1 };
        return (await documents.Query(Kind, query, cancellation)).Items.FirstOrDefault();
    }

    /// <exception cref="Refusal">404 <c>not_found</c>.</exception>
    public async Task<Document<Check>> Get(long userId, string taskId, CancellationToken cancellation) =>
        await Find(userId, taskId, cancellation) ?? throw Refusal.NotFound("task");

    /// <summary>A page of one owner's checks, newest first.</summary>
    public Task<Page<Check>> List(
        long userId, CheckState? state, int limit, string? continuation, CancellationToken cancellation) =>
        List(AccountStore.Partition(userId), new CheckFilter { State = state }, limit, continuation, cancellation);

    /// <summary>A page of all owners' checks, newest first.</summary>
    public Task<Page<Check>> ListAll(CheckFilter filter, int limit, string? continuation, CancellationToken cancellation) =>
        List(null, filter, limit, continuation, cancellation);

    /// <summary>The check that has been waiting longest for its run; null if none is waiting.</summary>
    public async Task<Check?> FindOldestWaiting(CancellationToken cancellation) =>
        (await documents.Query(Kind, Waiting with { OrderBy = "start_time", Limit = 1 }, cancellation)).Items.FirstOrDefault()?.Value;

    public Task<long> CountWaiting(CancellationToken cancellation) => documents.Count(Kind, Waiting, cancellation);

    /// <summary>Stores a new check, counts it against its owner's quota and sends its messages, all or nothing.</summary>
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
                403, "quota_exceeded", "The account holds as many tasks as its quota allows. Delete one, or ask for a larger quota."),
            CommitOutcome.Missing => throw Refusal.NotFound("account"),
            _ => throw new InvalidOperationException($"A new check was not stored: {result.Outcome}."),
        };
    }

    /// <summary>Replaces this version of a check and sends the messages; null if it has changed meanwhile.</summary>
    public async Task<Document<Check>?> Replace(
        Document<Check> before, Check after, IReadOnlyList<Message> messages, CancellationToken cancellation)
    {
        var result = await outbox.Commit(new Commit(before.Partition).Replace(Kind, before, after), messages, cancellation);
        return result.IsCommitted ? before with { Value = after, ETag = result.ETags[0] } : null;
    }

    /// <summary>Stores the answer of a run and notifies the owner; false if the check has changed meanwhile.</summary>
    /// <param name="model">The name of the shoe model that people read; null if the model is not known.</param>
    public async Task<bool> Finish(
        Document<Check> waiting, RunReport report, LocalText? model, DateTimeOffset now, CancellationToken cancellation)
    {
        var check = waiting.Value.Finish(report, now);
        return await Replace(waiting, check, [FinishedNotice.Of(check, model).Message()], cancellation) is not null;
    }

    /// <summary>
    /// Changes a check of an owner, or of any owner if <paramref name="userId"/> is null, and sends the messages. <paramref name="change"/>
    /// returns the same instance to write nothing. It is called again on the newest version after a conflict.
    /// </summary>
    /// <exception cref="Refusal">404 <c>not_found</c>, or what <paramref name="change"/> refuses.</exception>
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

    /// <summary>Deletes a check that is not being run, schedules the deletion of its photos, and returns its place in the quota.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>task_waiting</c>.</exception>
    public Task Delete(long userId, string taskId, CancellationToken cancellation) => Delete(userId, taskId, false, cancellation);

    /// <summary>Deletes a check of an account that is being deleted, whatever its state. The fingerprints of its photos stay.</summary>
    public Task DeleteOfLeaving(long userId, string taskId, CancellationToken cancellation) => Delete(userId, taskId, true, cancellation);

    private Task Delete(long userId, string taskId, bool isLeaving, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            if (await Find(userId, taskId, cancellation) is not { } check)
                return isLeaving ? true : throw Refusal.NotFound("task");
            if (!isLeaving)
                check.Value.RequireNotWaiting();
            var result = await outbox.Commit(
                Holding.Tasks.GiveBack(new Commit(check.Partition).Delete(check.Id, check.ETag)),
                DeletePhotos.CleanupsOfDeleted(check.Value, time.GetUtcNow(), keepsPrints: isLeaving),
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
        string? partition, CheckFilter filter, int limit, string? continuation, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Partition = partition,
            Conditions = [.. filter.Conditions()],
            Descending = true,
            Limit = limit,
            Continuation = continuation,
        };
        return documents.Query(Kind, query, cancellation);
    }

    private static string DocumentId(string taskId) => $"check-{taskId}";
}

/// <summary>Which checks to list: those that meet everything that is given.</summary>
public sealed record CheckFilter
{
    public CheckState? State { get; init; }

    public Answer? Answer { get; init; }

    public string? ShoeModel { get; init; }

    /// <summary>Only answers that are marked for an audit.</summary>
    public bool Audit { get; init; }

    /// <summary>Only checks at which a person must look before they get an answer.</summary>
    public bool ReviewHold { get; init; }

    internal IEnumerable<Condition> Conditions()
    {
        if (State is { } state)
            yield return Condition.Equal("state", state.ToString());
        if (Answer is { } answer)
            yield return Condition.Equal("answer", answer.ToString());
        if (ShoeModel is not null)
            yield return Condition.Equal("shoe_model", ShoeModel);
        if (Audit)
            yield return Condition.Equal("report.audit", true);
        if (ReviewHold)
            yield return Condition.Equal("report.review_hold", true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Check))]
[JsonSerializable(typeof(Template))]
[JsonSerializable(typeof(ShoeModel))]
[JsonSerializable(typeof(ShoeModel[]))]
internal sealed partial class CheckJson : JsonSerializerContext;
