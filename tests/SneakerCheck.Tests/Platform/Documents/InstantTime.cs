namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>A clock on which every wait is over at once; FakeTimeProvider would have to be moved for each.</summary>
public sealed class InstantTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
