using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Checks;

/// <summary>The wire contract of checks, their templates and their photos (seed 000).</summary>
public sealed class ChecksContract : IContract
{
    private ChecksContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = ApiContract.Base with
    {
        Sections =
        [
            new("Catalogue", "What can be checked and which photos it needs. No sign-in.", 30),
            new("Tasks", "Checks, called tasks on the wire: open one, add photos, submit it, read the answer.", 40),
            new("Files", "The photos of a task.", 50),
            ApiContract.Operators,
        ],
        Errors = ApiContract.Base.Errors.AddRange(
        [
            new("invalid_form", new(400, "the form is not well formed, or a part of it is too long")),
            new("unreadable_photo", new(400, "the photo cannot be read")),
            new("quota_exceeded", new(403, "the account holds as many tasks as its quota allows")),
            new("too_slow", new(408, "the photo took too long to arrive")),
            new("task_not_editable", new(409, "the task has been submitted")),
            new("task_not_ready", new(409, "`missing` and `rejected` list the photos that prevent the run")),
            new("task_not_finished", new(409, "the task has no answer yet")),
            new("task_waiting", new(409, "the task is waiting for its answer")),
            new("template_gone", new(409, "the task's template no longer exists")),
            new("template_released", new(409, "a template is never changed once it is released")),
            new("exemplar_exists", new(409, "the same photo is already an exemplar")),
            new("pair_has_other_verdict", new(409, "the pair has photos with the other verdict")),
            new("etag_mismatch", new(412, "the task has changed since it was read")),
            new("photo_too_large", new(413, "the photo has more than 20 MB")),
            new("not_jpeg", new(415, "the photo is not a JPEG")),
            new(UploadSlots.TooMany, new(429, "the account has as many uploads at once as it may")),
            new(UploadSlots.Busy, new(503, "too many uploads run at the same time; try again")),
        ]),
        Parameters = ApiContract.Base.Parameters.AddRange(
        [
            new("task_id", WireParameter.Text("The task's id.", ApiContract.IdForm)),
            new("exemplar_id", WireParameter.Text("The exemplar's id.", ApiContract.IdForm)),
            new("meta_tag", WireParameter.Text("The template's name.", ApiContract.NameForm)),
            new("shoe_model", WireParameter.Text("The shoe model's id.", ApiContract.NameForm)),
            new("view", WireParameter.Text(
                "The view that the photo shows; a view of the template, for example `side_tag`.", ApiContract.NameForm)),
            new("type", WireParameter.Text("An alias of `view`.", ApiContract.NameForm)),
            new("pair", WireParameter.Text(
                "The name of the pair of shoes. Photos of one pair count as one sample.", ApiContract.NameForm)),
            new("verdict", WireParameter.Choice("What the pair is known to be.", "fake", "true")),
            new("state", WireParameter.Choice("Only tasks in this state.", "incomplete", "waiting", "finished")),
            new("answer", WireParameter.Choice("Only tasks with this answer.", "fake", "not_sure", "true")),
            new("review_hold", WireParameter.Flag("Whether to list only tasks at which a person must look before they get an answer.")),
            new("audit", WireParameter.Flag("Whether to list only answers that are marked for an audit.")),
            new("file", WireParameter.Text("The file's name.")),
        ]),
    };
}
