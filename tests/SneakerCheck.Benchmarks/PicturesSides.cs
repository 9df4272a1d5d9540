namespace SneakerCheck.Benchmarks;

/// <summary>One side of the comparison: the processes that serve, their folder, and a client signed in to them.</summary>
internal interface IPicturesSide : IAsyncDisposable
{
    /// <summary>The client; a restart replaces it.</summary>
    PicturesClient Client { get; }

    /// <summary>The folder of all its data.</summary>
    string Folder { get; }

    /// <summary>The processes that it started; they may have started others.</summary>
    IReadOnlyList<int> Processes { get; }

    /// <summary>Stops all processes in order and starts them again on the stored data.</summary>
    Task Restart(CancellationToken cancellation);

    /// <summary>Adds pictures of 1 KB, in turn by the one user and, each <see cref="PicturesPlan.OneInOthers"/>th, by the other.</summary>
    Task Fill(int count, CancellationToken cancellation);
}

/// <summary>Both sides.</summary>
internal sealed record PicturesSides(IPicturesSide Ours, IPicturesSide Peer)
{
    /// <summary>Does the same on both, one after the other; the order changes with the round.</summary>
    public async Task InTurn(int round, Func<IPicturesSide, Task> work)
    {
        foreach (var side in round % 2 == 0 ? (IPicturesSide[])[Ours, Peer] : [Peer, Ours])
            await work(side);
    }
}
