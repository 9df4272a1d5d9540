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

    private bool Moved(Func<bool> condition)
    {
        if (condition())
            return true;
        time.Advance(TimeSpan.FromMinutes(30));
        return false;
    }
}
