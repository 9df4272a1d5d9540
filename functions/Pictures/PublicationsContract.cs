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
            new("not_an_image", new(400, "a photo's metadata cannot be removed")),
            new("picture_too_large", new(413, "a photo is larger than 20 MB")),
            new("not_turned", new(422, "a photo is to be turned for display, which the server cannot do")),
            new("too_slow", new(408, "a photo took too long")),
            new("quota_exceeded", new(403, "the account holds as many pictures, or bytes of them, as it may")),
            new(UploadSlots.TooMany, new(429, "the account has as many uploads at once as it may")),
            new(UploadSlots.Busy, new(503, "too many uploads run at the same time; try again")),
        ]),
        Parameters = ApiContract.Base.Parameters.Add("task_id", WireParameter.Text("The task's id.", ApiContract.IdForm)),
    };
}
