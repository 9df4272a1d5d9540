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
/// What an owner changes about a task; what is absent or null stays. State, answer and times are the server's: they may be
/// sent back as they are, and another value is refused.
/// </summary>
/// <param name="MetaTag">Another template.</param>
/// <param name="ShoeModel">Another shoe.</param>
/// <param name="Comment">Another remark.</param>
/// <param name="State">As it is.</param>
/// <param name="Answer">As it is.</param>
/// <param name="CreateTime">As it is.</param>
/// <param name="StartTime">As it is.</param>
/// <param name="FinishTime">As it is.</param>
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
    /// <summary>200 with the task as it is now; 409 <c>task_not_editable</c> once submitted; 412 where <c>If-Match</c> fails.</summary>
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
                caller.Id, task_id, before => Changed(request, before, body, cancellation), LostPhotos, cancellation);
            return CheckTask.Reply(request, changed);
        });

    private async Task<Check> Changed(
        HttpRequest request, Document<Check> before, ChangeTaskRequest body, CancellationToken cancellation)
    {
        var check = before.Value;
        DemandMatch(request, CheckTask.Of(before).Etag);
        check.DemandIncomplete();
        DemandSame("state", body.State is null || TaskRules.State(body.State) == check.State);
        // While a task may be edited it has no answer, and neither of the later times.
        DemandSame("answer", body.Answer is null);
        DemandSame("create_time", body.CreateTime is null || Microseconds(body.CreateTime.Value) == Microseconds(check.CreateTime));
        DemandSame("start_time", body.StartTime is null);
        DemandSame("finish_time", body.FinishTime is null);
        var (template, model) = await rules.Known(
            body.MetaTag ?? check.MetaTag, body.ShoeModel ?? check.ShoeModel, cancellation);
        return check.Edit(template, model, body.Comment is null ? check.Comment : TaskRules.Comment(body.Comment));
    }

    private static IReadOnlyList<Message> LostPhotos(Check before, Check after) =>
        DeletePhotos.Orders(after, [.. before.Photos.Except(after.Photos)]);

    private static void DemandMatch(HttpRequest request, string etag)
    {
        // A value that is no entity tag is not read as one, and so matches nothing.
        if (request.Headers.IfMatch.Count > 0
            && !request.GetTypedHeaders().IfMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Tag.ToString().Trim('"') == etag))
        {
            throw new Refusal(412, "etag_mismatch", "The task has changed since you read it.");
        }
    }

    private static void DemandSame(string field, bool isSame)
    {
        if (!isSame)
            throw Refusal.Field(field, "is written by the server only.");
    }

    // The wire carries microseconds.
    private static long Microseconds(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
