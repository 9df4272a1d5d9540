using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>An operator's answer.</summary>
/// <param name="Answer">fake, not_sure or true.</param>
/// <param name="Reason">Why, for the owner; 1 to 1,000 characters.</param>
public sealed record AnswerCheckRequest([property: Required] Answer? Answer, [property: Required] string? Reason);

/// <summary>Gives a finished check the answer of a person who has looked at it, and tells its owner.</summary>
public sealed class AnswerCheck(Gate<AnswerCheck> gate, CheckStore checks, Catalogue catalogue, TimeProvider time)
{
    private const int LongestReason = 1000;

    /// <summary>
    /// 200 with the answered task; 200 unchanged if it has this answer for this reason already; 409 <c>task_not_finished</c>. The
    /// answer stands until the task is run again. A task that waits for a person waits no more.
    /// </summary>
    [Function(nameof(AnswerCheck))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Answer a finished task after looking at it (operators)")]
    [Tags("Operators")]
    [Refuses("task_not_finished")]
    [Consumes(typeof(AnswerCheckRequest), "application/json")]
    [ResponseHeader("ETag", StatusCodes.Status200OK)]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/checks/{task_id}/answer")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, TaskJson.Wire.AnswerCheckRequest, cancellation);
            var answer = body.Answer ?? throw Refusal.Field("answer", "must be fake, not_sure or true.");
            var reason = body.Reason?.Trim();
            if (reason is not { Length: >= 1 and <= LongestReason })
                throw Refusal.Field("reason", $"must tell the owner why, in 1 to {LongestReason} characters.");
            LocalText? model = null;
            var answered = await checks.Change(
                null,
                task_id,
                async before =>
                {
                    model = (await catalogue.FindModel(before.Value.ShoeModel, cancellation))?.Title;
                    return before.Value.Decide(answer, reason, caller.Id, time.GetUtcNow());
                },
                (_, after) => [FinishedNotice.Of(after, model).Message()],
                cancellation);
            return CheckTask.Reply(request, CheckTask.ForOperator(answered));
        });
}
