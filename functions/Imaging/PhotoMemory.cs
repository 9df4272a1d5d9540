namespace SneakerCheck.Imaging;

/// <summary>
/// The memory that the photos being read by all runs of this process share: parts of one region, so that many runs at once take
/// longer instead of more memory, and nothing is left behind in pools. Who asks first is served first.
/// </summary>
public sealed class PhotoMemory
{
    /// <summary>Bytes of the region. A page of it that was never written takes no memory.</summary>
    public const int Capacity = 32 * 1024 * 1024;

    // Pinned, for that heap is collected least: among the large objects it would raise what is allocated before a collection.
    private readonly byte[] region = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private readonly Lock gate = new();
    private readonly List<Part> taken = [];
    private readonly Queue<(int Length, TaskCompletionSource<Part> Turn)> waiting = new();

    /// <summary>Waits until there is room for so many bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is more than <see cref="Capacity"/>.</exception>
    public async Task<Part> Take(int length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Capacity);
        var turn = new TaskCompletionSource<Part>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
            waiting.Enqueue((length, turn));
        Serve();
        await using var givingUp = cancellation.Register(() =>
        {
            if (turn.TrySetCanceled(cancellation))
                Serve();
        });
        return await turn.Task;
    }

    private void Serve()
    {
        lock (gate)
        {
            while (waiting.TryPeek(out var next))
            {
                if (!next.Turn.Task.IsCompleted)
                {
                    if (Place(next.Length) is not { } place)
                        return;
                    var part = new Part(this, place.Start, next.Length);
                    if (next.Turn.TrySetResult(part))
                        taken.Insert(place.Index, part);
                }

                waiting.Dequeue();
            }
        }
    }

    // The lowest gap that is large sampleCount: as few pages as can be are ever written.
    private (int Index, int Start)? Place(int length)
    {
        var start = 0;
        for (var i = 0; i < taken.Count; i++)
        {
            if (taken[i].Start - start >= length)
                return (i, start);
            start = taken[i].End;
        }

        return Capacity - start >= length ? (taken.Count, start) : null;
    }

    private void GiveBack(Part part)
    {
        lock (gate)
        {
            if (!taken.Remove(part))
                return;
        }

        Serve();
    }

    /// <summary>Room for the bytes of one photo; disposing gives it back.</summary>
    public sealed class Part : IDisposable
    {
        private readonly PhotoMemory memory;

        internal Part(PhotoMemory memory, int start, int length) => (this.memory, Start, Length) = (memory, start, length);

        /// <summary>The room, with whatever was in it.</summary>
        public Memory<byte> Bytes => memory.region.AsMemory(Start, Length);

        internal int Start { get; }

        internal int End => Start + Length;

        private int Length { get; }

        /// <inheritdoc/>
        public void Dispose() => memory.GiveBack(this);
    }
}
