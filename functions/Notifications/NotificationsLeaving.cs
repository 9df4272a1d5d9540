using SneakerCheck.Accounts;

namespace SneakerCheck.Notifications;

/// <summary>Removes the inbox and the devices of a deleted account.</summary>
public sealed class NotificationsLeaving(NotificationStore notifications, DeviceStore devices) : IAccountLeaving
{
    public async Task Remove(long accountId, CancellationToken cancellation)
    {
        // Devices first: without one, no push is sent any more.
        await devices.DeleteAll(accountId, cancellation);
        await notifications.DeleteAll(accountId, cancellation);
    }
}
