using System.Diagnostics;

namespace SneakerCheck.Benchmarks;

/// <summary>Pages requested by one caller from both sides in turn; from ours also as links, which the peer does not have.</summary>
internal static class PicturesListings
{
    private const int WarmUp = 3;

    /// <summary>Prints the table's head.</summary>
    public static void PrintHead()
    {
        Console.WriteLine(
            "| page of 20 | ours, ms median (p95) | peer, ms | ours / peer | ours as links, ms |"
            + " ours, CPU ms | peer, CPU ms | as links, CPU ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
    }

    /// <summary>Requests pages in turn, so that other load on the machine affects all of them. Returns the ratio of each.</summary>
    public static async Task<double[]> Measure(
        PicturesSides sides, (string Name, string Query)[] pages, int times, CancellationToken cancellation)
    {
        var asked = pages.Select(page => new Asked(page.Name, page.Query)).ToArray();
        for (var round = -WarmUp; round < times; round++)
        {
            foreach (var page in asked)
                await page.Ask(sides, round, cancellation);
        }

        foreach (var page in asked)
            page.Print();
        return [.. asked.Select(page => page.Ratio)];
    }

    /// <summary>Requires that both return a full page with pictures of equal sizes, and equal bytes if both were sent the same.</summary>
    public static async Task Compare(PicturesSides sides, string query, bool areSame, CancellationToken cancellation)
    {
        var (ours, peer) = (await sides.Ours.Client.Texts(query, cancellation), await sides.Peer.Client.Texts(query, cancellation));
        if (ours.Length != PicturesPlan.Limit
            || !ours.Select(text => text.Length).SequenceEqual(peer.Select(text => text.Length))
            || (areSame && !ours.SequenceEqual(peer)))
        {
            throw new InvalidOperationException($"The two sides return different pages for {query}.");
        }
    }

    private sealed class Asked(string name, string query)
    {
        private readonly PicturesTally ours = new(), peer = new(), links = new();

        public double Ratio => ours.Median / peer.Median;

        public Task Ask(PicturesSides sides, int round, CancellationToken cancellation) => sides.InTurn(round, async side =>
        {
            await Ask(side, query, round < 0 ? null : side == sides.Ours ? ours : peer, cancellation);
            if (side == sides.Ours)
                await Ask(side, $"{query}&fields=url", round < 0 ? null : links, cancellation);
        });

        public void Print() => Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {ours.Latency} | {peer.Latency} | {Ratio:0.00} | {links.Latency} |")
            + FormattableString.Invariant($" {ours.Cpu:0} | {peer.Cpu:0} | {links.Cpu:0} |"));

        private static async Task Ask(IPicturesSide side, string query, PicturesTally? tally, CancellationToken cancellation)
        {
            var cpu = PicturesUsage.Cpu(side.Processes);
            var watch = Stopwatch.StartNew();
            await side.Client.Take(query, cancellation);
            var elapsed = watch.Elapsed.TotalMilliseconds;
            tally?.Add(new PicturesRound(elapsed, PicturesUsage.Cpu(side.Processes) - cpu, [elapsed]));
        }
    }
}
