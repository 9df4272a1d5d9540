namespace SneakerCheck.Imaging;

/// <summary>
/// One bounded memory region that all readings of photos in this process share. Many readings at once take longer instead of more
/// memory, and no pool keeps unused arrays. Requests are served in order.
/// </summary>
public sealed class PhotoMemory
{
    /// <summary>Size of the region in bytes. Pages that were never written take no memory.</summary>
    public const int Capacity = 32 * 1024 * 1024;

    // On the pinned object heap: on the large object heap it would raise the amount that is allocated before a collection.
    private readonly byte[] region = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private readonly Lock gate = new();
    private readonly List<Part> taken = [];
    private readonly Queue<(int Length, TaskCompletionSource<Part> Turn)> waiting = new();

    /// <summary>Waits until <paramref name="length"/> bytes are free.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length exceeds <see cref="Capacity"/>.</exception>
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

    // The lowest gap that is large enough, so that as few pages as possible are ever written.
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

    /// <summary>Memory for the bytes of one photo; disposing returns it.</summary>
    public sealed class Part : IDisposable
    {
        private readonly PhotoMemory memory;

        internal Part(PhotoMemory memory, int start, int length) => (this.memory, Start, Length) = (memory, start, length);

        /// <summary>The memory; it is not cleared.</summary>
        public Memory<byte> Bytes => memory.region.AsMemory(Start, Length);

        internal int Start { get; }

        internal int End => Start + Length;

        private int Length { get; }

        /// <inheritdoc/>
        public void Dispose() => memory.GiveBack(this);
    }
}
