using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Completes the posting or deletion of a picture, should it have been interrupted.</summary>
public sealed class SettlePicture(MessageConsumer consumer, PictureReconciler reconciler)
{
    [Function(nameof(SettlePicture))]
    public Task Run(
        [ServiceBusTrigger(PictureQueues.ReconciliationsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            PictureQueues.Reconciliations,
            body,
            (order, cancel) => reconciler.Reconcile(order.PictureId, order.AccountId, cancel),
            cancellation);
}
