namespace SneakerCheck.Benchmarks;

/// <summary>The peak memory of the process above its initial memory, sampled every few milliseconds.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private readonly long before = Environment.WorkingSet;
    private readonly Timer timer;
    private long peak;

    public PeakMemory() => timer = new Timer(_ => Look(), null, TimeSpan.Zero, Interval);

    /// <summary>In megabytes of the working set.</summary>
    public double Megabytes
    {
        get
        {
            Look();
            return (Interlocked.Read(ref peak) - before) / 1e6;
        }
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var now = Environment.WorkingSet;
        for (var seen = Interlocked.Read(ref peak); now > seen; seen = Interlocked.Read(ref peak))
            Interlocked.CompareExchange(ref peak, now, seen);
    }
}
