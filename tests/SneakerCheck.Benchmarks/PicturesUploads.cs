using System.Diagnostics;

namespace SneakerCheck.Benchmarks;

/// <summary>Posts the same pictures to both sides in turn.</summary>
internal static class PicturesUploads
{
    /// <summary>The size of a picture from a messenger, and from a phone's camera.</summary>
    public const int SmallBytes = 200_000, LargeBytes = 4_000_000;

    /// <summary>Concurrent callers.</summary>
    public const int Together = 8;

    /// <summary>Prints the table's head.</summary>
    public static void PrintHead()
    {
        Console.WriteLine(
            "| pictures | callers | ours, a second | peer, a second | time ours / peer |"
            + " ours, ms median (p95) | peer, ms | ours, CPU ms | peer, CPU ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
    }

    /// <summary>Posts pictures with different contents; the last ones by one caller. Returns the ratios of the times.</summary>
    public static async Task<double[]> Distinct(
        PicturesSides sides, string name, int bytes, int alone, int together, int rounds, CancellationToken cancellation) =>
    [
        await Measure(sides, name, count => PicturesBodies.Distinct(count, bytes), Together, together, rounds, cancellation),
        await Measure(sides, name, count => PicturesBodies.Distinct(count, bytes), 1, alone, rounds, cancellation),
    ];

    /// <summary>Posts the same picture repeatedly.</summary>
    public static Task Same(PicturesSides sides, string name, int bytes, int count, int rounds, CancellationToken cancellation)
    {
        var body = PicturesBodies.One(bytes);
        return Measure(sides, name, posts => [.. Enumerable.Repeat(body, posts)], 1, count, rounds, cancellation);
    }

    /// <summary>Posts pictures with the given concurrency.</summary>
    public static async Task<PicturesRound> Post(IPicturesSide side, byte[][] bodies, int callers, CancellationToken cancellation)
    {
        var (next, times, cpu) = (-1, new double[bodies.Length], PicturesUsage.Cpu(side.Processes));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            async () =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < bodies.Length;)
                {
                    var began = Stopwatch.GetTimestamp();
                    await side.Client.Post(bodies[i], cancellation);
                    times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            },
            cancellation)));
        var elapsed = watch.Elapsed.TotalMilliseconds;
        return new PicturesRound(elapsed, PicturesUsage.Cpu(side.Processes) - cpu, times);
    }

    private static async Task<double> Measure(
        PicturesSides sides, string name, Func<int, byte[][]> make, int callers, int count, int rounds, CancellationToken cancellation)
    {
        var (ours, peer) = (new PicturesTally(), new PicturesTally());
        for (var round = -1; round < rounds; round++)
        {
            var bodies = make(count);
            await sides.InTurn(round + 1, async side =>
            {
                var result = await Post(side, bodies, callers, cancellation);
                if (round >= 0)
                    (side == sides.Ours ? ours : peer).Add(result);
            });
        }

        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {callers} | {ours.ASecond:0.0} | {peer.ASecond:0.0} | {ours.Ratio(peer):0.00} |")
            + FormattableString.Invariant($" {ours.Latency} | {peer.Latency} | {ours.Cpu:0} | {peer.Cpu:0} |"));
        return ours.Ratio(peer);
    }
}
