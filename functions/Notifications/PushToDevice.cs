using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>
/// Pushes one notification to one device. A failed push is retried later; a device that is gone is removed. If a host dies right
/// after a push, it is sent again. The receiver can detect the duplicate by the message's id.
/// </summary>
public sealed partial class PushToDevice(
    NotificationStore notifications,
    DeviceStore devices,
    IEnumerable<IPushSender> senders,
    MessageConsumer consumer,
    ILogger<PushToDevice> logger)
{
    [Function(nameof(PushToDevice))]
    public Task Run(
        [ServiceBusTrigger(NotificationQueues.PushesName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(NotificationQueues.Pushes, body, Push, cancellation);

    private async Task Push(DevicePush push, CancellationToken cancellation)
    {
        var device = (await devices.List(push.UserId, cancellation)).FirstOrDefault(device => device.DeviceId == push.DeviceId);
        var notification = await notifications.Find(push.UserId, push.NotificationId, cancellation);
        if (device is null || notification is null)
            return;

        var sender = senders.Single(sender => sender.Platforms.Contains(device.Platform));
        switch (await sender.Send(device, notification.MessageTo(device), cancellation))
        {
            case PushResult.Retry retry:
                throw new RetryLaterException($"Push to {device} of account {push.UserId}: {retry.Reason}.", retry.After);
            case PushResult.Refused refused:
                LogRefused(push.NotificationId, device, push.UserId, refused.Reason);
                break;
            case PushResult.DeviceGone gone:
                LogGone(device, push.UserId, gone.Reason);
                // Only if it is unchanged: the owner may have registered it again in the meantime.
                await devices.Remove(push.UserId, registered => registered == device, cancellation);
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Notification {Notification} was not pushed to {Device} of account {AccountId}: {Reason}.")]
    private partial void LogRefused(string notification, Device device, long accountId, string reason);

    [LoggerMessage(LogLevel.Information, "{Device} of account {AccountId} was removed: {Reason}.")]
    private partial void LogGone(Device device, long accountId, string reason);
}
