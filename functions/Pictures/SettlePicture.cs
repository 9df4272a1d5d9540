using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Finishes what posting or deleting a picture left undone, if anything.</summary>
public sealed class SettlePicture(MessageConsumer consumer, PictureSettler settler)
{
    /// <summary>Settles a picture.</summary>
    [Function(nameof(SettlePicture))]
    public Task Run(
        [ServiceBusTrigger(PictureQueues.SettlementsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            PictureQueues.Settlements, body, (order, cancel) => settler.Settle(order.PictureId, cancel), cancellation);
}
