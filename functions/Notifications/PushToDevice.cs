using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>
/// Pushes one notification to one device. A failed push is retried later; a device that is gone is removed. If a host dies right
/// after a push, it is sent again. The receiver can detect the duplicate by the message's id. A receiver that does not answer at once
/// is left to <see cref="PushToSlowDevice"/>, so that it delays nobody else.
/// </summary>
public sealed class PushToDevice(
    DevicePusher pusher, FastLane lane, PushCircuits circuits, IMessageSender sender, MessageConsumer consumer)
{
    /// <summary>How long the first try waits for an answer.</summary>
    public static readonly TimeSpan LongestFirstTry = TimeSpan.FromSeconds(3);

    [Function(nameof(PushToDevice))]
    public Task Run(
        [ServiceBusTrigger(NotificationQueues.PushesName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(NotificationQueues.Pushes, body, Push, cancellation);

    private async Task Push(DevicePush push, CancellationToken cancellation)
    {
        if (await pusher.Find(push, cancellation) is not { } device)
            return;
        using var begun = circuits.OpenFor(push.UserId, device) > TimeSpan.Zero ? null : lane.TryBegin(push.UserId);
        if (begun is null || !await pusher.Send(push, device, LongestFirstTry, cancellation))
        {
            var key = Notification.MessageId(push.NotificationId, push.DeviceId);
            await sender.Send(NotificationQueues.SlowPushes.Message(key, push), cancellation);
        }
    }
}
