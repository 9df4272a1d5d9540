using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Deletes the blob of a content that no picture refers to any more, and its small version.</summary>
public sealed class DeletePictureBlob(
    MessageConsumer consumer, [FromKeyedServices(PictureBlob.Container)] BlobStore blobs)
{
    // Safe because the message was committed with the deletion of the content: no picture can refer to the blob again.
    [Function(nameof(DeletePictureBlob))]
    public Task Run(
        [ServiceBusTrigger(PictureQueues.CleanupsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(PictureQueues.Cleanups, body, Delete, cancellation);

    private async Task Delete(PictureCleanup cleanup, CancellationToken cancellation)
    {
        await blobs.Delete(PictureBlob.Small(cleanup.Blob), cancellation);
        await blobs.Delete(cleanup.Blob, cancellation);
    }
}
