using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>A push of one notification to one device. Each device has its own message, so that a failing device delays no other.</summary>
public sealed record DevicePush(long UserId, string NotificationId, string DeviceId);

internal static class NotificationQueues
{
    public const string NoticesName = "notices";

    public const string PushesName = "device-pushes";

    public const string SlowPushesName = "slow-device-pushes";

    private static readonly TimeSpan[] PushDelays =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
    ];

    /// <summary>Notices to deliver. A message's key is that of its notice.</summary>
    public static readonly MessageQueue<Notice> Notices = new(
        NoticesName,
        NotificationJson.Default.Notice,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1));

    /// <summary>
    /// Pushes to send. A message's key is that of its push. The retry delays follow the suggestion of Standard Webhooks but end
    /// within a day, because older news can be read in the inbox.
    /// </summary>
    public static readonly MessageQueue<DevicePush> Pushes = new(PushesName, NotificationJson.Default.DevicePush, PushDelays);

    /// <summary>Pushes to receivers that are slow, or of accounts with many pushes at once. They wait here, and delay no others.</summary>
    public static readonly MessageQueue<DevicePush> SlowPushes = new(SlowPushesName, NotificationJson.Default.DevicePush, PushDelays);
}
