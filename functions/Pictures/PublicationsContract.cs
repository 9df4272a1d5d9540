using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Pictures;

/// <summary>The wire contract of this area under <c>/api/v1</c>: an owner publishes photos of a check.</summary>
public sealed class PublicationsContract : IContract
{
    private PublicationsContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = ApiContract.Base with
    {
        Sections = PicturesContract.Contract.Sections,
        Errors = ApiContract.Base.Errors.AddRange(
        [
            new("task_not_finished", new(409, "the task has no answer yet")),
            new("no_photos", new(409, "the task has no photo of the requested views")),
        ]),
        Parameters = ApiContract.Base.Parameters.Add("task_id", WireParameter.Text("The task's id.", ApiContract.IdForm)),
    };
}
