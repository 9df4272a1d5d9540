using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;

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
            new("Catalogue", "What can be checked and which photos it takes; needs no sign-in.", 30),
            new("Tasks", "Checks, on the wire called tasks: opened, filled with photos, submitted, answered.", 40),
            new("Files", "The photos of a task.", 50),
            ApiContract.Operators,
        ],
        Errors = ApiContract.Base.Errors.AddRange(
        [
            new("invalid_form", new(400, "the form is not well formed, or a part of it is too long")),
            new("unreadable_photo", new(400, "the photo cannot be read")),
            new("quota_exceeded", new(403, "the account holds as many tasks as its quota allows")),
            new("task_not_editable", new(409, "the task has been submitted")),
            new("task_not_ready", new(409, "`missing` and `rejected` list the photos that stand in the way")),
            new("task_not_finished", new(409, "the task has no answer yet")),
            new("task_waiting", new(409, "the task is waiting for its answer")),
            new("template_gone", new(409, "the task's template is not there any more")),
            new("template_released", new(409, "a template is never changed once it is released")),
            new("exemplar_exists", new(409, "the same photo is an exemplar already")),
            new("pair_has_other_verdict", new(409, "the pair has photos with the other verdict")),
            new("etag_mismatch", new(412, "the task has changed since")),
            new("photo_too_large", new(413, "the photo has more than 20 MB")),
            new("not_jpeg", new(415, "the photo is not a JPEG")),
        ]),
        Parameters = ApiContract.Base.Parameters.AddRange(
        [
            new("task_id", WireParameter.Text("The task's id.", ApiContract.IdForm)),
            new("exemplar_id", WireParameter.Text("The exemplar's id.", ApiContract.IdForm)),
            new("meta_tag", WireParameter.Text("The template's name.", ApiContract.NameForm)),
            new("shoe_model", WireParameter.Text("The shoe model's id.", ApiContract.NameForm)),
            new("view", WireParameter.Text(
                "The view that the photo shows; one of the template's, for example `side_tag`.", ApiContract.NameForm)),
            new("type", WireParameter.Text("Another name of `view`.", ApiContract.NameForm)),
            new("pair", WireParameter.Text(
                "Names the pair of shoes; photos of one pair are never taken for independent.", ApiContract.NameForm)),
            new("verdict", WireParameter.Choice("What the pair is.", "fake", "true")),
            new("state", WireParameter.Choice("Only tasks in this state.", "incomplete", "waiting", "finished")),
            new("audit", WireParameter.Flag("Whether to show only answers that are marked for a person to audit.")),
            new("file", WireParameter.Text("The file's name.")),
        ]),
    };
}
