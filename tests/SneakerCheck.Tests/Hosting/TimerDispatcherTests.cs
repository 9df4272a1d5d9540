using System.Collections.Concurrent;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Hosting;

public sealed class TimerDispatcherTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly Recorder recorder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_timer_runs_on_schedule_and_again_after_a_failed_run()
    {
        var started = time.GetUtcNow();
        var runs = new ConcurrentQueue<DateTimeOffset>();
        recorder.Tick = () =>
        {
            runs.Enqueue(time.GetUtcNow());
            if (runs.Count == 1)
                throw new InvalidOperationException("The first run fails.");
        };
        await using var host = await SampleHost.Start(folder, recorder, time);

        await Eventually.Holds(() => Moved(() => runs.Count >= 2), "the timer ran twice");

        var first = new DateTimeOffset(started.Date, TimeSpan.Zero).AddDays(1).AddHours(3.5);
        Assert.All(runs.Zip([first, first.AddDays(1)]), run => Assert.True(run.First >= run.Second, $"{run.First} is before {run.Second}"));
    }

    [Trait(Speed.Category, Speed.Slow)]
    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_clock_that_is_set_silences_no_timer(int hours)
    {
        var clock = new SetClock(time);
        await using var host = await SampleHost.Start(folder, recorder, clock);
        await Eventually.Holds(() => AdvancedUntil(() => recorder.FrequentTicks >= 2), "the timer runs");

        clock.SetBy = TimeSpan.FromHours(hours);
        var (before, set) = (recorder.FrequentTicks, time.GetUtcNow());

        await Eventually.Holds(() => AdvancedUntil(() => recorder.FrequentTicks >= before + 3), "the timer runs after the clock was set");
        Assert.True(time.GetUtcNow() - set < TimeSpan.FromMinutes(90), "The timer was silent.");
    }

    private bool AdvancedUntil(Func<bool> condition)
    {
        if (condition())
            return true;
        time.Advance(TimeSpan.FromSeconds(15));
        return false;
    }

    private bool Moved(Func<bool> condition)
    {
        if (condition())
            return true;
        time.Advance(TimeSpan.FromMinutes(30));
        return false;
    }

    /// <summary>A wall clock that can be set. Waits and timestamps are monotonic, as the system's are.</summary>
    private sealed class SetClock(TimeProvider monotonic) : TimeProvider
    {
        public TimeSpan SetBy { get; set; }

        public override long TimestampFrequency => monotonic.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => monotonic.GetUtcNow() + SetBy;

        public override long GetTimestamp() => monotonic.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            monotonic.CreateTimer(callback, state, dueTime, period);
    }
}
