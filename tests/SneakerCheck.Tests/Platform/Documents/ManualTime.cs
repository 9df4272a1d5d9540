using Microsoft.Extensions.Time.Testing;

namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>A clock that a test advances, and that counts the timers that wait for it.</summary>
public sealed class ManualTime() : FakeTimeProvider(new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero))
{
    private int waiting;

    /// <summary>The number of timers that are not disposed of.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref waiting);
        return new CountedTimer(timer, () => Interlocked.Decrement(ref waiting));
    }

    private sealed class CountedTimer(ITimer timer, Action ended) : ITimer
    {
        private Action? ended = ended;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            Interlocked.Exchange(ref ended, null)?.Invoke();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
