using SneakerCheck.Checks;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>Posts the photos of finished checks that their owners choose to publish.</summary>
public sealed class PhotoPublisher(
    FinishedChecks checks,
    PublicationStore publications,
    PictureStore pictures,
    PictureUploads uploads,
    NumericIds ids,
    TimeProvider time)
{
    /// <summary>Chooses photos, all if <paramref name="views"/> is null, and posts those that are not in the feed yet.</summary>
    /// <exception cref="Refusal">
    /// 400 <c>invalid_field</c>; 404 <c>not_found</c>; 409 <c>task_not_finished</c>, <c>no_photos</c>; those of
    /// <see cref="PictureUploads.Post"/>, after the other photos were posted.
    /// </exception>
    public async Task<Publication> Publish(
        long userId, string taskId, IReadOnlyCollection<string>? views, CancellationToken cancellation)
    {
        var photos = await checks.Photos(userId, taskId, cancellation);
        if (views?.All(view => photos.Any(photo => photo.View == view)) == false)
            throw Refusal.Field("views", $"must be among the task's views: {string.Join(", ", photos.Select(photo => photo.View))}.");
        var wanted = photos.Where(photo => views is null || views.Contains(photo.View)).ToArray();
        if (wanted.Length == 0)
            throw new Refusal(409, "no_photos", "The task has no photo of the requested views.");
        var publication = await DocumentChanges.Retry(time, Try, cancellation);
        await Post(publication, cancellation);
        return publication with { Photos = [.. publication.Photos.Where(chosen => wanted.Any(photo => photo.View == chosen.Photo.View))] };

        async Task<Publication?> Try()
        {
            var before = await publications.Find(userId, taskId, cancellation);
            var after = await Choose(before?.Value ?? new Publication(userId, taskId, []), wanted, cancellation);
            return after.Equals(before?.Value) || await publications.Store(before, after, cancellation) ? after : null;
        }
    }

    /// <summary>Posts the chosen photos that are not in the feed yet. Idempotent.</summary>
    /// <exception cref="Refusal">A photo was refused; the others are posted.</exception>
    public async Task Post(long userId, string taskId, CancellationToken cancellation)
    {
        if (await publications.Find(userId, taskId, cancellation) is { Value: var publication })
            await Post(publication, cancellation);
    }

    private async Task Post(Publication publication, CancellationToken cancellation)
    {
        Refusal? refused = null;
        foreach (var (photo, id) in publication.Photos)
        {
            if (await pictures.Find(id, cancellation) is not null)
                continue;
            await using var content = await checks.Open(publication.UserId, publication.TaskId, photo, cancellation);
            // The check and its photos were deleted meanwhile.
            if (content is null)
                continue;
            var check = new CheckedPicture(photo.View, photo.ShoeModel, photo.Answer);
            try
            {
                await uploads.Post(id, publication.UserId, ImageFormat.Jpeg, content, check, _ => Task.CompletedTask, cancellation);
            }
            catch (Refusal refusal)
            {
                refused ??= refusal;
            }
        }
        if (refused is not null)
            throw refused;
    }

    // A published photo keeps its picture. A photo that was never chosen, or whose picture was deleted, gets a new one.
    private async Task<Publication> Choose(Publication publication, IEnumerable<FinishedPhoto> wanted, CancellationToken cancellation)
    {
        foreach (var photo in wanted)
        {
            if (publication.View(photo.View) is { } chosen
                && (await pictures.Find(chosen.PictureId, cancellation))?.Value.State != PictureState.Deleted)
            {
                continue;
            }
            publication = publication with
            {
                Photos =
                [
                    .. publication.Photos.Where(other => other.Photo.View != photo.View), new ChosenPhoto(photo, ids.Next()),
                ],
            };
        }
        return publication;
    }
}
