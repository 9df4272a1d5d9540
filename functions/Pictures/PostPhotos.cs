using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Posts the chosen photos of a check that are not in the feed yet, for example after a crash.</summary>
public sealed class PostPhotos(MessageConsumer consumer, PhotoPublisher publisher)
{
    [Function(nameof(PostPhotos))]
    public Task Run(
        [ServiceBusTrigger(PictureQueues.PublicationsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            PictureQueues.Publications,
            body,
            (order, cancel) => publisher.Post(order.UserId, order.TaskId, cancel),
            cancellation);
}
