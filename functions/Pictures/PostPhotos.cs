using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Errors;
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
            Post,
            cancellation);

    private async Task Post(PublicationOrder order, CancellationToken cancellation)
    {
        try
        {
            await publisher.Post(order.UserId, order.TaskId, cancellation);
        }
        catch (Refusal refusal) when (refusal.Status < StatusCodes.Status500InternalServerError)
        {
            // Trying again changes nothing. The owner, who was told or asks again, may.
        }
    }
}
