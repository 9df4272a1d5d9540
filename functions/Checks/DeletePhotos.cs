using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Checks;

/// <summary>
/// Deletes photos that no check shows any more, uploads of which the check has a copy, uploads that are larger than announced, and the
/// fingerprints of deleted photos.
/// </summary>
public sealed class DeletePhotos(
    MessageConsumer consumer,
    CheckStore checks,
    Originality originality,
    [FromKeyedServices(PhotoBlob.Container)] BlobStore uploads,
    [FromKeyedServices(PhotoBlob.EvidenceContainer)] BlobStore evidence,
    IMessageSender sender,
    TimeProvider time)
{
    /// <summary>Reads the check again and leaves every photo that it shows, so an order may arrive twice or early.</summary>
    [Function(nameof(DeletePhotos))]
    public Task Run(
        [ServiceBusTrigger(CheckQueues.CleanupsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(CheckQueues.Cleanups, body, Delete, cancellation);

    /// <summary>The message that deletes photos which the check no longer shows; none if there are no such photos.</summary>
    internal static IReadOnlyList<Message> CleanupOf(
        Check check, IReadOnlyCollection<CheckPhoto> gone, bool keepsPrints = false) => gone.Count == 0
        ? []
        :
        [
            CheckQueues.Cleanups.Message(
                $"gone-{Guid.CreateVersion7():N}",
                new PhotoCleanup(check.UserId, check.Id, [.. gone.Select(photo => photo.FileId)], KeepsPrints: keepsPrints)),
        ];

    /// <summary>
    /// The messages that delete all photos of a check that is being deleted: at once, and, because only the check knows how long its
    /// links are valid, after those.
    /// </summary>
    internal static IReadOnlyList<Message> CleanupsOfDeleted(Check check, DateTimeOffset now, bool keepsPrints) =>
    [
        .. CleanupOf(check, check.Photos, keepsPrints),
        .. check.UploadsEnd is { } end && PhotoUploads.NextCleanup(end, now) is { } next
            // Under a key of its own: the one that was scheduled with the upload may still be in the outbox.
            ? (IEnumerable<Message>)
            [
                CheckQueues.Cleanups.Message($"end-{check.Id}", new PhotoCleanup(check.UserId, check.Id, [], end, keepsPrints), next),
            ]
            : [],
    ];

    /// <summary>The scheduled clean-up: once all uploads are over, it deletes every blob that the check does not show.</summary>
    /// <param name="uploadsEnd">When the last link expires, for the case that the check is deleted by then.</param>
    internal static Message ScheduledCleanup(
        long userId, string taskId, DateTimeOffset time, DateTimeOffset? uploadsEnd, bool keepsPrints = false) =>
        CheckQueues.Cleanups.Message(
            $"late-{taskId}-{time.ToUnixTimeMilliseconds()}", new PhotoCleanup(userId, taskId, [], uploadsEnd, keepsPrints), time);

    private async Task Delete(PhotoCleanup cleanup, CancellationToken cancellation)
    {
        var folder = PhotoBlob.Folder(cleanup.UserId, cleanup.TaskId);
        // List before reading the check. A photo that the check shows only after that is then either not listed or too young.
        var uploaded = await uploads.List(folder, cancellation);
        var copied = await evidence.List(folder, cancellation);
        var now = time.GetUtcNow();
        var check = (await checks.Find(cleanup.UserId, cleanup.TaskId, cancellation))?.Value;

        // One blob that cannot be deleted now must not keep the others.
        var failures = new List<Exception>();
        foreach (var (blob, fileId, _) in Ordered(uploaded))
        {
            var photo = Shown(fileId);
            if (photo is null or { Attempt: not null } || IsTooLarge(photo, blob))
                await Attempt(() => Delete(uploads, blob));
        }
        foreach (var (blob, fileId, attempt) in Ordered(copied))
        {
            if (Shown(fileId)?.Attempt != attempt)
                await Attempt(() => Delete(evidence, blob));
        }
        var fileIds = cleanup.FileIds is []
            ? uploaded.Concat(copied).Select(blob => PhotoBlob.Parse(blob.Name).FileId).Distinct()
            : cleanup.FileIds;
        foreach (var fileId in fileIds.Where(id => !cleanup.KeepsPrints && Shown(id) is null && !IsYoung(id)))
            await Attempt(() => originality.Forget(cleanup.UserId, fileId, cancellation));
        if (failures.Count > 0)
            throw new AggregateException("Some photos could not be deleted.", failures);

        var uploadsEnd = check?.UploadsEnd ?? cleanup.UploadsEnd;
        if (cleanup.FileIds is [] && uploadsEnd is { } end && PhotoUploads.NextCleanup(end, now) is { } next)
            await sender.Send(ScheduledCleanup(cleanup.UserId, cleanup.TaskId, next, end, cleanup.KeepsPrints), cancellation);

        CheckPhoto? Shown(string fileId) => check?.Photos.FirstOrDefault(photo => photo.FileId == fileId);

        // The check does not show yet what is still being stored. The clean-up that is scheduled for after that handles it.
        bool IsYoung(string id) =>
            cleanup.FileIds is [] && CheckPhotos.StartOf(id) > (now - PhotoUploads.LinkLifetime).ToUnixTimeMilliseconds();

        // An upload begins with its file, a copy with its attempt.
        IEnumerable<(ListedBlob Blob, string FileId, string? Attempt)> Ordered(IEnumerable<ListedBlob> blobs) =>
            from blob in blobs
            let id = PhotoBlob.Parse(blob.Name)
            where cleanup.FileIds is [] ? !IsYoung(id.Attempt ?? id.FileId) : cleanup.FileIds.Contains(id.FileId)
            select (blob, id.FileId, id.Attempt);

        async Task Delete(BlobStore store, ListedBlob blob)
        {
            // Blocks without a blob are listed with size 0. Deleting those writes, which must not bring back a blob that another clean-up
            // has just deleted.
            if (!await store.Delete(blob.Name, cancellation) && blob.Size == 0)
                await store.DeleteBlocks(blob.Name, cancellation);
        }

        async Task Attempt(Func<Task> delete)
        {
            try
            {
                await delete();
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(exception);
            }
        }
    }

    private static bool IsTooLarge(CheckPhoto photo, ListedBlob blob) => blob.Size > (photo.Size ?? PhotoBlob.MaximumSize);
}
