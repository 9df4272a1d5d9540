using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>
/// What an owner changes about a task; members that are absent or null stay as they are. Only the server writes the state, the
/// answer and the times: they may be sent back unchanged, and any other value is refused.
/// </summary>
/// <param name="MetaTag">The new template.</param>
/// <param name="ShoeModel">The new shoe model.</param>
/// <param name="Comment">The new comment.</param>
/// <param name="State">Unchanged.</param>
/// <param name="Answer">Unchanged.</param>
/// <param name="CreateTime">Unchanged.</param>
/// <param name="StartTime">Unchanged.</param>
/// <param name="FinishTime">Unchanged.</param>
public sealed record ChangeTaskRequest(
    string? MetaTag,
    string? ShoeModel,
    string? Comment,
    string? State,
    string? Answer,
    DateTimeOffset? CreateTime,
    DateTimeOffset? StartTime,
    DateTimeOffset? FinishTime);

/// <summary>Changes a check that has not been submitted (seed 000: 修改任务信息, 不能改state).</summary>
public sealed class ChangeTask(Gate<ChangeTask> gate, CheckStore checks, TaskRules rules)
{
    /// <summary>200 with the changed task; 409 <c>task_not_editable</c> once submitted; 412 if <c>If-Match</c> fails.</summary>
    [Function(nameof(ChangeTask))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("Change a task that has not been submitted")]
    [Tags("Tasks")]
    [Refuses("task_not_editable", "etag_mismatch")]
    [Consumes(typeof(ChangeTaskRequest), "application/json")]
    [RequestHeader("If-Match")]
    [ResponseHeader("ETag", StatusCodes.Status200OK)]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/tasks/{task_id}")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, TaskJson.Wire.ChangeTaskRequest, cancellation);
            var changed = await checks.Change(
                caller.Id, task_id, before => Changed(request, before, body, cancellation), DeleteDropped, cancellation);
            return CheckTask.Reply(request, changed);
        });

    private async Task<Check> Changed(
        HttpRequest request, Document<Check> before, ChangeTaskRequest body, CancellationToken cancellation)
    {
        var check = before.Value;
        RequireMatch(request, CheckTask.Of(before).Etag);
        check.RequireIncomplete();
        RequireUnchanged("state", body.State is null || TaskRules.State(body.State) == check.State);
        // A task that can be edited has no answer, no start time and no finish time.
        RequireUnchanged("answer", body.Answer is null);
        RequireUnchanged("create_time", body.CreateTime is null || Microseconds(body.CreateTime.Value) == Microseconds(check.CreateTime));
        RequireUnchanged("start_time", body.StartTime is null);
        RequireUnchanged("finish_time", body.FinishTime is null);
        var (template, model) = await rules.Resolve(
            body.MetaTag ?? check.MetaTag, body.ShoeModel ?? check.ShoeModel, cancellation);
        return check.Edit(template, model, body.Comment is null ? check.Comment : TaskRules.Comment(body.Comment));
    }

    private static IReadOnlyList<Message> DeleteDropped(Check before, Check after) =>
        DeletePhotos.CleanupOf(after, [.. before.Photos.Except(after.Photos)]);

    private static void RequireMatch(HttpRequest request, string etag)
    {
        // The parser drops values that are not entity tags, so they match nothing.
        if (request.Headers.IfMatch.Count > 0
            && !request.GetTypedHeaders().IfMatch.Any(
                known => known.Equals(EntityTagHeaderValue.Any) || known.Tag.ToString().Trim('"') == etag))
        {
            throw new Refusal(412, "etag_mismatch", "The task has changed since you read it. Read it again and repeat the change.");
        }
    }

    private static void RequireUnchanged(string field, bool isSame)
    {
        if (!isSame)
            throw Refusal.Field(field, "can only be written by the server.");
    }

    // Times on the wire have a precision of microseconds.
    private static long Microseconds(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
