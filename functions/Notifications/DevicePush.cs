using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>One notification is to be pushed to one device. Each device has its own message, so that none waits for another.</summary>
/// <param name="UserId">The account.</param>
/// <param name="NotificationId">The inbox entry.</param>
/// <param name="DeviceId">The device.</param>
public sealed record DevicePush(long UserId, string NotificationId, string DeviceId)
{
    /// <summary>The queue's name.</summary>
    public const string QueueName = "device-pushes";

    /// <summary>
    /// The queue; a message's key is that of the push. The waits begin like those that Standard Webhooks suggests and end
    /// within a day: an older verdict is read in the inbox.
    /// </summary>
    public static MessageQueue<DevicePush> Queue { get; } = new(
        QueueName,
        NotificationJson.Default.DevicePush,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10));
}
