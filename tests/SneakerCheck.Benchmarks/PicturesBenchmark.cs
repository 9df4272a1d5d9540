using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Compares this design with the service that seed 002's README describes (Flask, gunicorn and MariaDB with base64 in a column), on
/// the same pictures in one run. functions/Pictures/README.md, "Against a peer".
/// </summary>
internal static class PicturesBenchmark
{
    private const int LargestBytes = 15_000_000, TrialPictures = 24;

    private static readonly (string Who, string Query)[] Feeds = [("all", ""), ("one user", $"&username={PicturesPlan.One}")];

    public static async Task<int> Run(string[] arguments)
    {
        if (arguments is not ([] or ["quick"]))
        {
            Console.Error.WriteLine("pictures accepts no argument except quick.");
            return 2;
        }
        if (!await PicturesPeer.IsHere())
            return 1;

        using var stopping = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, stopping);
        using var terminate = StopOn(PosixSignal.SIGTERM, stopping);
        using var guard = new PicturesGuard();
        var plan = arguments is ["quick"] ? PicturesPlan.Quick : PicturesPlan.Full;
        await using var ours = new PicturesOurs(guard, plan.TinyBlobs);
        try
        {
            await using var peer = await FasterPeer(guard, stopping.Token);
            await ours.Restart(stopping.Token);
            await Measure(new PicturesSides(ours, peer), plan, stopping.Token);
            return 0;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });

    private static async Task Measure(PicturesSides sides, PicturesPlan plan, CancellationToken cancellation)
    {
        var footprint = new PicturesFootprint(sides);
        PicturesUploads.PrintHead();
        var large = await PicturesUploads.Distinct(
            sides, "4 MB", PicturesUploads.LargeBytes, plan.LargeAlone, plan.LargeTogether, plan.Rounds, cancellation);
        // The newest pictures all have 4 MB now.
        Console.WriteLine();
        PicturesFootprint.PrintMemoryHead();
        var memory = await footprint.Memory("a page of 20 × 4 MB", client => client.Take("page=1&limit=20", cancellation), cancellation);
        var largest = PicturesBodies.One(LargestBytes);
        await footprint.Memory("a picture of 15 MB posted", client => client.Post(largest, cancellation), cancellation);

        Console.WriteLine();
        PicturesUploads.PrintHead();
        var small = await PicturesUploads.Distinct(
            sides, "200 KB", PicturesUploads.SmallBytes, plan.SmallAlone, plan.SmallTogether, plan.Rounds, cancellation);
        Console.WriteLine();
        PicturesListings.PrintHead();
        await PicturesListings.Compare(sides, "page=1&limit=20", areSame: plan.SmallAlone >= PicturesPlan.Limit, cancellation);
        var list = (await PicturesListings.Measure(sides, [("of 200 KB", "page=1&limit=20")], plan.Pages, cancellation))[0];

        Console.WriteLine();
        PicturesFootprint.PrintDiskHead();
        footprint.Disk("all of the above");
        Console.WriteLine();
        PicturesUploads.PrintHead();
        await PicturesUploads.Same(sides, "200 KB, the same", PicturesUploads.SmallBytes, plan.SmallAlone, plan.Rounds, cancellation);
        await PicturesUploads.Same(sides, "4 MB, the same", PicturesUploads.LargeBytes, plan.LargeAlone, plan.Rounds, cancellation);
        Console.WriteLine();
        PicturesFootprint.PrintDiskHead();
        footprint.Disk("with the same pictures posted again");
        // Azurite frees files whose blobs were all deleted at its start and every ten minutes.
        await sides.InTurn(0, side => side.Restart(cancellation));
        footprint.Disk("the same after a restart");

        var deep = await Deep(sides, plan, cancellation);
        var uploads = Math.Exp(large.Concat(small).Average(Math.Log));
        Console.WriteLine(FormattableString.Invariant($"upload {uploads:0.00} list {list:0.00} deep {deep:0.00} memory {memory:0.00}"));
    }

    // Returns the ratio for the far page of all pictures in the longest feed.
    private static async Task<double> Deep(PicturesSides sides, PicturesPlan plan, CancellationToken cancellation)
    {
        var (filled, deep) = (0, 0d);
        Console.WriteLine();
        PicturesListings.PrintHead();
        foreach (var count in (int[])[plan.Long, plan.Longest])
        {
            var watch = Stopwatch.StartNew();
            await sides.InTurn(0, side => side.Fill(count - filled, cancellation));
            Console.Error.WriteLine($"{count} pictures on both sides in {watch.Elapsed.TotalSeconds:0} s");
            filled = count;
            var last = (count - count / PicturesPlan.OneInOthers) / PicturesPlan.Limit;
            var pages = new[] { 1, plan.FarPage, last }.Distinct()
                .SelectMany(page => Feeds, (page, feed) =>
                    ($"{page} of {count} × 1 KB, {feed.Who}", $"page={page}&limit={PicturesPlan.Limit}{feed.Query}"))
                .ToArray();
            foreach (var (_, query) in pages)
                await PicturesListings.Compare(sides, query, areSame: false, cancellation);
            // All pictures and one user's in turn: the third and the fourth are those of the far page.
            deep = (await PicturesListings.Measure(sides, pages, plan.Pages, cancellation))[2];
        }

        Console.WriteLine();
        return deep;
    }

    private static async Task<PicturesPeer> FasterPeer(PicturesGuard guard, CancellationToken cancellation)
    {
        var (few, many) = (new PicturesPeer(guard, 2), new PicturesPeer(guard, 4));
        try
        {
            await few.Restart(cancellation);
            await many.Restart(cancellation);
            var (fewTally, manyTally) = (new PicturesTally(), new PicturesTally());
            for (var round = 0; round < 4; round++)
            {
                var bodies = PicturesBodies.Distinct(TrialPictures, PicturesUploads.SmallBytes);
                fewTally.Add(await PicturesUploads.Post(few, bodies, PicturesUploads.Together, cancellation));
                manyTally.Add(await PicturesUploads.Post(many, bodies, PicturesUploads.Together, cancellation));
            }

            Console.WriteLine(FormattableString.Invariant(
                $"Pictures of 200 KB a second from 8 callers: 2 workers {fewTally.ASecond:0.0}, 4 workers {manyTally.ASecond:0.0}."));
            Console.WriteLine("The better is the peer. Times are of whole requests, CPU is that of all processes of a side.");
            Console.WriteLine();
            var (better, other) = fewTally.ASecond >= manyTally.ASecond ? (few, many) : (many, few);
            await other.DisposeAsync();
            return better;
        }
        catch
        {
            await few.DisposeAsync();
            await many.DisposeAsync();
            throw;
        }
    }
}
