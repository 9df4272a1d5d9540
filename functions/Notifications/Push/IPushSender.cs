namespace SneakerCheck.Notifications.Push;

/// <summary>Carries messages to devices of one or more platforms: webhooks, Notification Hubs, WeChat.</summary>
public interface IPushSender
{
    /// <summary>The platforms it serves; no other sender serves them.</summary>
    IReadOnlyList<PushPlatform> Platforms { get; }

    /// <summary>Tries once. Whatever goes wrong on the way is a result; only cancellation is thrown.</summary>
    Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellation);
}
