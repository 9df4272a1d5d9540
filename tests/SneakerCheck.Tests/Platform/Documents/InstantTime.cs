namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>
/// A clock on which every wait is over at once; it shows the time of another. FakeTimeProvider would have to be moved for each wait.
/// </summary>
public sealed class InstantTime(TimeProvider? clock = null) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => (clock ?? System).GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
