namespace SneakerCheck.Notifications.Push;

/// <summary>Sends messages to the devices of one or more platforms: webhooks, Notification Hubs, WeChat.</summary>
public interface IPushSender
{
    /// <summary>The platforms it serves. Each platform has exactly one sender.</summary>
    IReadOnlyList<PushPlatform> Platforms { get; }

    /// <summary>Tries once. Failures are returned as a result; only cancellation is thrown.</summary>
    Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellation);
}
