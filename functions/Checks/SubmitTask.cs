using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Submits a check to its run (seed 000: 开始run一个task).</summary>
public sealed class SubmitTask(Gate<SubmitTask> gate, CheckStore checks, Catalogue catalogue, Readiness readiness, TimeProvider time)
{
    /// <summary>
    /// 200 with the waiting task; 200 unchanged if it is already waiting or finished; 409 <c>task_not_ready</c> with the lists
    /// <c>missing</c> and <c>rejected</c>.
    /// </summary>
    [Function(nameof(SubmitTask))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("Submit a task: its photos are checked against the template, then it is run")]
    [Tags("Tasks")]
    [Refuses("task_not_ready", "template_gone")]
    [ResponseHeader("ETag", StatusCodes.Status200OK)]
    [ProducesResponseType<CheckTask>(StatusCodes.Status200OK)]
    [ProducesResponseType<NotReadyProblem>(StatusCodes.Status409Conflict, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/tasks/{task_id}/run")] HttpRequest request,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            // A photo that was announced but not uploaded is dropped. Its clean-up is already scheduled.
            var copies = new List<CheckPhoto>();
            var submitted = await checks.Change(
                caller.Id, task_id, before => Submit(before.Value, copies, cancellation), MessagesOf, cancellation);
            // Another request may have submitted it in between, with copies of its own.
            await readiness.Drop(submitted.Value, copies);
            return CheckTask.Reply(request, submitted);
        });

    private async Task<Check> Submit(Check check, List<CheckPhoto> copies, CancellationToken cancellation)
    {
        if (check.State != CheckState.Incomplete)
            return check;
        var template = await catalogue.TemplateOf(check, cancellation)
            ?? throw new Refusal(409, "template_gone", "The task's template no longer exists. Change the task's meta_tag.");
        var frozen = await readiness.Freeze(check, template, cancellation);
        copies.AddRange(frozen.Values);
        return check.Submit(frozen, time.GetUtcNow());
    }

    // The uploads are deleted now. A link can still write another one, which the scheduled clean-up deletes.
    private static IReadOnlyList<Message> MessagesOf(Check before, Check after) =>
        [CheckQueues.RunOf(after), .. DeletePhotos.CleanupOf(after, before.Photos)];
}
