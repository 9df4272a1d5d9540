using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>A new task.</summary>
/// <param name="MetaTag">The template's name.</param>
/// <param name="ShoeModel">The shoe model's id.</param>
/// <param name="Comment">At most 2,000 characters.</param>
/// <param name="Files">
/// Photos to upload: a list like the one of <c>POST …/files</c>, or <c>required</c> for the views that the template requires. The
/// reply's <c>uploads</c> has their links.
/// </param>
public sealed record CreateTaskRequest(
    [property: Required] string? MetaTag,
    [property: Required] string? ShoeModel,
    string? Comment,
    [property: ListOrWord(typeof(AddFileRequest), "required")] JsonElement? Files = null);

/// <summary>Opens a check (seed 000: 创建一个新task).</summary>
public sealed class CreateTask(Gate<CreateTask> gate, CheckStore checks, TaskRules rules, PhotoUploads uploads, TimeProvider time)
{
    /// <summary>
    /// 201 with the task; 403 <c>quota_exceeded</c> if the account holds as many tasks as its quota allows. With <c>files</c>, all or
    /// nothing.
    /// </summary>
    [Function(nameof(CreateTask))]
    [Access<ChecksContract>(Access.Owner)]
    [EndpointSummary("Open a task")]
    [Tags("Tasks")]
    [Refuses("quota_exceeded", "photo_too_large", "not_jpeg")]
    [Consumes(typeof(CreateTaskRequest), "application/json")]
    [ResponseHeader("Location", StatusCodes.Status201Created)]
    [ResponseHeader("ETag", StatusCodes.Status201Created)]
    [ProducesResponseType<CheckTask>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/users/{user_id}/tasks")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, TaskJson.Wire.CreateTaskRequest, cancellation);
            var (template, model) = await rules.Resolve(body.MetaTag, body.ShoeModel, cancellation);
            var comment = TaskRules.Comment(body.Comment);
            var check = Check.Create(caller.Id, template, model, comment, time.GetUtcNow());
            IReadOnlyList<AddFileReply>? links = null;
            IReadOnlyList<Message> messages = [];
            if (body.Files is { ValueKind: not JsonValueKind.Null } files)
                (check, links, messages) = await uploads.Open(check, template, files, cancellation);
            var stored = await checks.Create(check, messages, cancellation);
            request.HttpContext.Response.Headers.Location = $"/api/v1/users/{caller.Id}/tasks/{check.Id}";
            return CheckTask.Reply(request, stored, StatusCodes.Status201Created, links);
        });
}
