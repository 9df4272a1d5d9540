namespace SneakerCheck.Notifications.Push;

/// <summary>How one try of a push ended.</summary>
public abstract record PushResult
{
    private PushResult()
    {
    }

    /// <summary>The receiver, or the service in front of it, took the message.</summary>
    public sealed record Delivered : PushResult;

    /// <summary>It failed in a way that may pass.</summary>
    /// <param name="After">How long the receiver asked to wait, already bounded; null: it did not say.</param>
    /// <param name="Reason">For the log.</param>
    public sealed record Retry(TimeSpan? After, string Reason) : PushResult;

    /// <summary>The device will never take a message again; it is to be forgotten.</summary>
    /// <param name="Reason">For the log.</param>
    public sealed record DeviceGone(string Reason) : PushResult;

    /// <summary>This message will not be taken, however often it is tried; the device stays.</summary>
    /// <param name="Reason">For the log.</param>
    public sealed record Refused(string Reason) : PushResult;
}
