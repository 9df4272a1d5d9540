namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>
/// Shows the time of another clock, but ends every wait at once. A FakeTimeProvider would have to be advanced for each wait.
/// </summary>
public sealed class InstantTime(TimeProvider? clock = null) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => (clock ?? System).GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
