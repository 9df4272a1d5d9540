using System.Text.Json;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>A photo of a finished check, for other areas to show.</summary>
/// <param name="View">The view that it shows.</param>
/// <param name="FileId">The photo's id, which never changes.</param>
/// <param name="ShoeModel">The shoe model that the owner claims.</param>
/// <param name="Answer">The check's answer: true, fake or not_sure.</param>
public sealed record FinishedPhoto(string View, string FileId, string ShoeModel, string Answer);

/// <summary>What other areas may read of checks: the photos of finished ones, with the answer.</summary>
public sealed class FinishedChecks(CheckStore checks, CheckPhotos photos)
{
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>task_not_finished</c>.</exception>
    public async Task<IReadOnlyList<FinishedPhoto>> Photos(long userId, string taskId, CancellationToken cancellation)
    {
        var check = (await checks.Get(userId, taskId, cancellation)).Value;
        if (check is not { State: CheckState.Finished, Answer: { } found })
            throw new Refusal(409, "task_not_finished", "The task has no answer yet. Wait until it is finished.");
        var answer = JsonNamingPolicy.SnakeCaseLower.ConvertName(found.ToString());
        return
        [
            .. check.Photos.Where(photo => photo.Submitted is not null)
                .Select(photo => new FinishedPhoto(photo.View, photo.FileId, check.ShoeModel, answer)),
        ];
    }

    /// <summary>Opens exactly the bytes that were judged, a JPEG; null if the check or the photo no longer exists.</summary>
    public async Task<Stream?> Open(long userId, string taskId, FinishedPhoto photo, CancellationToken cancellation)
    {
        var check = (await checks.Find(userId, taskId, cancellation))?.Value;
        return check?.Photos.FirstOrDefault(judged => judged.FileId == photo.FileId) is { } judged
            ? await photos.Open(check, judged, cancellation)
            : null;
    }
}
