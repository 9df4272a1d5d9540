using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Deletes photos that no check shows any more, and their fingerprints.</summary>
public sealed class DeletePhotos(
    MessageConsumer consumer,
    CheckStore checks,
    Originality originality,
    [FromKeyedServices(PhotoBlob.Container)] BlobStore photos,
    TimeProvider time)
{
    /// <summary>Reads the check again and leaves every photo that it shows, so an order may arrive twice or early.</summary>
    [Function(nameof(DeletePhotos))]
    public Task Run(
        [ServiceBusTrigger(CheckQueues.CleanupsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(CheckQueues.Cleanups, body, Delete, cancellation);

    /// <summary>The message that deletes photos which the check no longer shows; none if there are no such photos.</summary>
    internal static IReadOnlyList<Message> CleanupOf(Check check, IReadOnlyCollection<CheckPhoto> gone) => gone.Count == 0
        ? []
        :
        [
            CheckQueues.Cleanups.Message(
                $"gone-{Guid.CreateVersion7():N}", new PhotoCleanup(check.UserId, check.Id, [.. gone.Select(photo => photo.FileId)])),
        ];

    /// <summary>The scheduled clean-up: once all uploads are over, it deletes every blob that the check does not show.</summary>
    internal static Message ScheduledCleanup(long userId, string taskId, DateTimeOffset time) =>
        CheckQueues.Cleanups.Message($"late-{taskId}-{time.ToUnixTimeMilliseconds()}", new PhotoCleanup(userId, taskId, []), time);

    private async Task Delete(PhotoCleanup cleanup, CancellationToken cancellation)
    {
        // List before reading the check. A photo that the check shows only after that is then either not listed or too young.
        var fileIds = cleanup.FileIds is [] ? await Stored(cleanup, cancellation) : cleanup.FileIds;
        var check = await checks.Find(cleanup.UserId, cleanup.TaskId, cancellation);
        foreach (var fileId in fileIds.Where(id => check?.Value.Photos.Any(photo => photo.FileId == id) != true))
        {
            await originality.Forget(cleanup.UserId, fileId, cancellation);
            await photos.Delete(PhotoBlob.Name(cleanup.UserId, cleanup.TaskId, fileId), cancellation);
        }
    }

    // The check does not show an upload that is still under way. The clean-up that is scheduled for after that upload handles it.
    private async Task<ImmutableArray<string>> Stored(PhotoCleanup cleanup, CancellationToken cancellation)
    {
        var startedBefore = (time.GetUtcNow() - PhotoUploads.LinkLifetime).ToUnixTimeMilliseconds();
        var names = await photos.List(PhotoBlob.Folder(cleanup.UserId, cleanup.TaskId), cancellation);
        return [.. names.Select(PhotoBlob.FileId).Where(id => PhotoUploads.StartOf(id) <= startedBefore)];
    }
}
