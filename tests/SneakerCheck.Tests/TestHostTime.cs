namespace SneakerCheck.Tests;

/// <summary>
/// The system's clock, which a test can advance. Timers that become due fire at once. FakeTimeProvider would not run by itself.
/// </summary>
public sealed class TestHostTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<MovedTimer> timers = [];
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return System.GetUtcNow() + ahead;
    }

    public void Advance(TimeSpan by)
    {
        MovedTimer[] waiting;
        lock (gate)
        {
            ahead += by;
            waiting = [.. timers];
        }
        foreach (var timer in waiting)
            timer.Reset();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovedTimer(this, callback, state);
        lock (gate)
            timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class MovedTimer : ITimer
    {
        private readonly TestHostTime time;
        private readonly ITimer timer;
        private DateTimeOffset? due;
        private TimeSpan period;

        public MovedTimer(TestHostTime time, TimerCallback callback, object? state)
        {
            this.time = time;
            timer = System.CreateTimer(
                _ =>
                {
                    lock (time.gate)
                        due = period > TimeSpan.Zero ? time.GetUtcNow() + period : null;
                    callback(state);
                    Reset();
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.gate)
            {
                due = dueTime == Timeout.InfiniteTimeSpan ? null : time.GetUtcNow() + dueTime;
                period = newPeriod;
            }
            Reset();
            return true;
        }

        /// <summary>Waits for what is left by the clock as it is now.</summary>
        public void Reset()
        {
            lock (time.gate)
            {
                var left = due is { } moment ? moment - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
                timer.Change(due is not null && left < TimeSpan.Zero ? TimeSpan.Zero : left, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
