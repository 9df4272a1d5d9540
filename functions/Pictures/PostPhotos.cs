using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Posts the photos of a check that were chosen to be shown and for some reason are not there yet.</summary>
public sealed class PostPhotos(MessageConsumer consumer, PhotoPublisher publisher)
{
    /// <summary>Posts them.</summary>
    [Function(nameof(PostPhotos))]
    public Task Run(
        [ServiceBusTrigger(PictureQueues.PublicationsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            PictureQueues.Publications,
            body,
            (order, cancel) => publisher.Post(order.UserId, order.TaskId, cancel),
            cancellation);
}
