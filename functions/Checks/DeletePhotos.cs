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
    [FromKeyedServices(PhotoBlob.Container)] BlobStore photos)
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

    private async Task Delete(PhotoCleanup cleanup, CancellationToken cancellation)
    {
        var check = await checks.Find(cleanup.UserId, cleanup.TaskId, cancellation);
        foreach (var fileId in cleanup.FileIds.Where(id => check?.Value.Photos.Any(photo => photo.FileId == id) != true))
        {
            await originality.Forget(cleanup.UserId, fileId, cancellation);
            await photos.Delete(PhotoBlob.Name(cleanup.UserId, cleanup.TaskId, fileId), cancellation);
        }
    }
}
