using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>Deletes photos that no check shows any more, and what was kept to recognise them by.</summary>
public sealed class DeletePhotos(
    MessageConsumer consumer,
    CheckStore checks,
    Originality originality,
    [FromKeyedServices(PhotoBlob.Container)] BlobStore photos,
    TimeProvider time)
{
    /// <summary>Looks at each photo anew: one that its check shows stays, so the order may come twice and early.</summary>
    [Function(nameof(DeletePhotos))]
    public Task Run(
        [ServiceBusTrigger(CheckQueues.CleanupsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(CheckQueues.Cleanups, body, Delete, cancellation);

    /// <summary>The orders to delete these photos of a check, once the check no longer shows them: one, or none without photos.</summary>
    internal static IReadOnlyList<Message> Orders(Check check, IReadOnlyCollection<CheckPhoto> gone) => gone.Count == 0
        ? []
        :
        [
            CheckQueues.Cleanups.Message(
                $"gone-{Guid.CreateVersion7():N}", new PhotoCleanup(check.UserId, check.Id, [.. gone.Select(photo => photo.FileId)])),
        ];

    /// <summary>The order to delete what a check does not show once all uploads that began before now are over.</summary>
    internal static Message LateOrder(long userId, string taskId, DateTimeOffset time) =>
        CheckQueues.Cleanups.Message($"late-{taskId}-{time.ToUnixTimeMilliseconds()}", new PhotoCleanup(userId, taskId, []), time);

    private async Task Delete(PhotoCleanup cleanup, CancellationToken cancellation)
    {
        // What lies there is listed first: a photo that is shown only afterwards is then not among it, or too young.
        var fileIds = cleanup.FileIds is [] ? await Stored(cleanup, cancellation) : cleanup.FileIds;
        var check = await checks.Find(cleanup.UserId, cleanup.TaskId, cancellation);
        foreach (var fileId in fileIds.Where(id => check?.Value.Photos.Any(photo => photo.FileId == id) != true))
        {
            await originality.Forget(cleanup.UserId, fileId, cancellation);
            await photos.Delete(PhotoBlob.Name(cleanup.UserId, cleanup.TaskId, fileId), cancellation);
        }
    }

    // An upload that may still be under way is not shown yet; another order, which comes after its end, looks at it.
    private async Task<ImmutableArray<string>> Stored(PhotoCleanup cleanup, CancellationToken cancellation)
    {
        var begunBefore = (time.GetUtcNow() - PhotoUploads.LinkLifetime).ToUnixTimeMilliseconds();
        var names = await photos.List(PhotoBlob.Folder(cleanup.UserId, cleanup.TaskId), cancellation);
        return [.. names.Select(PhotoBlob.FileId).Where(id => PhotoUploads.BeginOf(id) <= begunBefore)];
    }
}
