using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>A photo of a finished check, for other areas to show.</summary>
/// <param name="View">The view that it shows.</param>
/// <param name="FileId">Names the photo for ever.</param>
/// <param name="ShoeModel">What shoe it is said to be.</param>
/// <param name="Answer">What the check found: true, fake or not_sure.</param>
public sealed record FinishedPhoto(string View, string FileId, string ShoeModel, string Answer);

/// <summary>What other areas may see of checks: photos of those that are finished, with the answer.</summary>
public sealed class FinishedChecks(CheckStore checks, [FromKeyedServices(PhotoBlob.Container)] BlobStore photos)
{
    /// <summary>The photos of an owner's finished check.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>task_not_finished</c>.</exception>
    public async Task<IReadOnlyList<FinishedPhoto>> Photos(long userId, string taskId, CancellationToken cancellation)
    {
        var check = (await checks.Get(userId, taskId, cancellation)).Value;
        if (check is not { State: CheckState.Finished, Answer: { } found })
            throw new Refusal(409, "task_not_finished", "The task has no answer yet.");
        var answer = JsonNamingPolicy.SnakeCaseLower.ConvertName(found.ToString());
        return
        [
            .. check.Photos.Where(photo => photo.Submitted is not null)
                .Select(photo => new FinishedPhoto(photo.View, photo.FileId, check.ShoeModel, answer)),
        ];
    }

    /// <summary>The bytes of one of them, a JPEG; null where it is gone.</summary>
    public Task<Stream?> Open(long userId, string taskId, FinishedPhoto photo, CancellationToken cancellation) =>
        photos.OpenRead(PhotoBlob.Name(userId, taskId, photo.FileId), cancellation);
}
