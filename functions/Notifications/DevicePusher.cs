using Microsoft.Extensions.Logging;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>Sends one push to one device, and removes a device that is gone.</summary>
public sealed partial class DevicePusher(
    NotificationStore notifications,
    DeviceStore devices,
    IEnumerable<IPushSender> senders,
    PushCircuits circuits,
    TimeProvider time,
    ILogger<DevicePusher> logger)
{
    /// <summary>The device; null if it was removed.</summary>
    public async Task<Device?> Find(DevicePush push, CancellationToken cancellation) =>
        (await devices.List(push.UserId, cancellation)).FirstOrDefault(device => device.DeviceId == push.DeviceId);

    /// <summary>Sends the push. Returns whether the device answered in time, even if it refused.</summary>
    /// <param name="longest">How long to wait for the device; null for the sender's own time.</param>
    /// <exception cref="RetryLaterException">The device answered, and a later try can succeed.</exception>
    public async Task<bool> Send(DevicePush push, Device device, TimeSpan? longest, CancellationToken cancellation)
    {
        if (await notifications.Find(push.UserId, push.NotificationId, cancellation) is not { } notification)
            return true;
        var result = await Try(device, notification.MessageTo(device), longest, cancellation);
        if (result is PushResult.Retry { IsSlow: true })
        {
            circuits.WasSilent(push.UserId, device);
            return false;
        }
        circuits.Answered(push.UserId, device);
        switch (result)
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
        return true;
    }

    private async Task<PushResult> Try(Device device, PushMessage message, TimeSpan? longest, CancellationToken cancellation)
    {
        var sender = senders.Single(sender => sender.Platforms.Contains(device.Platform));
        using var limit = new CancellationTokenSource(longest ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await sender.Send(device, message, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PushResult.Retry(null, "no answer to the first try", IsSlow: true);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Notification {Notification} was not pushed to {Device} of account {AccountId}: {Reason}.")]
    private partial void LogRefused(string notification, Device device, long accountId, string reason);

    [LoggerMessage(LogLevel.Information, "{Device} of account {AccountId} was removed: {Reason}.")]
    private partial void LogGone(Device device, long accountId, string reason);
}
