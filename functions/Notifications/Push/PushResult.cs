namespace SneakerCheck.Notifications.Push;

/// <summary>The result of one try.</summary>
public abstract record PushResult
{
    private PushResult()
    {
    }

    /// <summary>The receiver, or the service in front of it, accepted the message.</summary>
    public sealed record Delivered : PushResult;

    /// <summary>A transient failure: try again.</summary>
    /// <param name="After">The delay that the receiver asked for, already capped; null if none.</param>
    /// <param name="Reason">For the log. It must not name the receiver's host, which is its owner's business.</param>
    /// <param name="IsSlow">Whether the receiver did not answer in time.</param>
    public sealed record Retry(TimeSpan? After, string Reason, bool IsSlow = false) : PushResult;

    /// <summary>The device will never accept a message again: remove it.</summary>
    /// <param name="Reason">For the log.</param>
    public sealed record DeviceGone(string Reason) : PushResult;

    /// <summary>A permanent failure of this message: do not try again. The device stays.</summary>
    /// <param name="Reason">For the log.</param>
    public sealed record Refused(string Reason) : PushResult;
}
