namespace SneakerCheck.Benchmarks;

/// <summary>Memory and disk of both sides.</summary>
/// <param name="sides">Both, started.</param>
internal sealed class PicturesFootprint(PicturesSides sides)
{
    private readonly (double Ours, double Peer) empty = (PicturesUsage.Disk(sides.Ours.Folder), PicturesUsage.Disk(sides.Peer.Folder));

    /// <summary>Prints the table's head.</summary>
    public static void PrintMemoryHead()
    {
        Console.WriteLine("| most memory of all processes, MB | ours, started | ours | peer, started | peer | ours / peer |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    /// <summary>Prints the table's head.</summary>
    public static void PrintDiskHead()
    {
        Console.WriteLine("| on disk since the start, MB | ours | peer | ours / peer |");
        Console.WriteLine("|---|---|---|---|");
    }

    /// <summary>The peak memory of one request, in processes that served no other of its size. Returns the ratio.</summary>
    public async Task<double> Memory(string name, Func<PicturesClient, Task> request, CancellationToken cancellation)
    {
        var (ours, peer) = (await Memory(sides.Ours, request, cancellation), await Memory(sides.Peer, request, cancellation));
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {ours.Started:0} | {ours.Most:0} | {peer.Started:0} | {peer.Most:0} | {ours.Most / peer.Most:0.00} |"));
        return ours.Most / peer.Most;
    }

    /// <summary>The growth on disk since construction.</summary>
    public void Disk(string name)
    {
        var (ours, peer) = (PicturesUsage.Disk(sides.Ours.Folder) - empty.Ours, PicturesUsage.Disk(sides.Peer.Folder) - empty.Peer);
        Console.WriteLine(FormattableString.Invariant($"| {name} | {ours:0} | {peer:0} | {ours / peer:0.00} |"));
    }

    private static async Task<(double Started, double Most)> Memory(
        IPicturesSide side, Func<PicturesClient, Task> request, CancellationToken cancellation)
    {
        await side.Restart(cancellation);
        await side.Client.Take($"username={PicturesPlan.One}", cancellation);
        var started = PicturesUsage.PeakMemory(side.Processes);
        await request(side.Client);
        return (started, PicturesUsage.PeakMemory(side.Processes));
    }
}
