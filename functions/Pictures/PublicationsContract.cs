using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;

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
            new(UploadSlots.TooMany, new(429, "the account has as many uploads at once as it may")),
            new(UploadSlots.Busy, new(503, "too many uploads run at the same time; try again")),
        ]),
        Parameters = ApiContract.Base.Parameters.Add("task_id", WireParameter.Text("The task's id.", ApiContract.IdForm)),
    };
}
