using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>One notification is to be pushed to one device. Each device has its own message, so that none waits for another.</summary>
/// <param name="UserId">The account.</param>
/// <param name="NotificationId">The inbox entry.</param>
/// <param name="DeviceId">The device.</param>
public sealed record DevicePush(long UserId, string NotificationId, string DeviceId);

/// <summary>The queues that this area works on.</summary>
internal static class NotificationQueues
{
    /// <summary>The name of <see cref="Notices"/>.</summary>
    public const string NoticesName = "notices";

    /// <summary>The name of <see cref="Pushes"/>.</summary>
    public const string PushesName = "device-pushes";

    /// <summary>Notices to be told; a message's key is the notice's.</summary>
    public static readonly MessageQueue<Notice> Notices = new(
        NoticesName,
        NotificationJson.Default.Notice,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1));

    /// <summary>
    /// Notifications to be pushed; a message's key is that of the push. The waits begin like those that Standard Webhooks
    /// suggests and end within a day: older news is read in the inbox.
    /// </summary>
    public static readonly MessageQueue<DevicePush> Pushes = new(
        PushesName,
        NotificationJson.Default.DevicePush,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10));
}
