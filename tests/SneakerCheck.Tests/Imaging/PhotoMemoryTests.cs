using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

/// <summary>The memory for photos in a process is bounded.</summary>
public sealed class PhotoMemoryTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_request_without_room_waits_until_there_is()
    {
        var memory = new PhotoMemory();
        var first = await memory.Take(20 * Megabyte, CancellationToken.None);
        using var second = await memory.Take(12 * Megabyte, CancellationToken.None);

        var third = memory.Take(20 * Megabyte, CancellationToken.None);
        Assert.False(third.IsCompleted);
        first.Dispose();

        using var taken = await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Requests_are_served_in_order()
    {
        var memory = new PhotoMemory();
        var held = await memory.Take(16 * Megabyte, CancellationToken.None);

        var large = memory.Take(20 * Megabyte, CancellationToken.None);
        var small = memory.Take(1, CancellationToken.None);
        Assert.False(large.IsCompleted || small.IsCompleted);
        held.Dispose();

        using var first = await large.WaitAsync(TimeSpan.FromSeconds(10));
        using var second = await small.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Parts_that_are_held_concurrently_do_not_overlap()
    {
        var memory = new PhotoMemory();
        var random = new Random(1);
        var held = new List<(PhotoMemory.Part Part, byte Mark)>();
        for (var i = 0; i < 500; i++)
        {
            while (held.Count == 8)
            {
                var (part, mark) = held[random.Next(held.Count)];
                Assert.DoesNotContain(part.Bytes.ToArray(), value => value != mark);
                held.Remove((part, mark));
                part.Dispose();
            }

            var next = await memory.Take(random.Next(1, 4096), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
            next.Bytes.Span.Fill((byte)i);
            held.Add((next, (byte)i));
        }
    }

    [Fact]
    public async Task Disposing_twice_returns_the_memory_once()
    {
        var memory = new PhotoMemory();
        var part = await memory.Take(1, CancellationToken.None);
        part.Dispose();
        using var all = await memory.Take(PhotoMemory.Capacity, CancellationToken.None);

        part.Dispose();

        Assert.False(memory.Take(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_request_takes_nothing_and_lets_the_next_pass()
    {
        var memory = new PhotoMemory();
        using var giveUp = new CancellationTokenSource();
        using var half = await memory.Take(PhotoMemory.Capacity / 2, CancellationToken.None);
        var waiting = memory.Take(PhotoMemory.Capacity, giveUp.Token);
        var next = memory.Take(PhotoMemory.Capacity / 2, CancellationToken.None);
        Assert.False(next.IsCompleted);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        using var taken = await next.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_largest_photo_fits_and_a_larger_one_is_refused()
    {
        var memory = new PhotoMemory();
        using var largest = await memory.Take((int)SneakerCheck.Checks.PhotoBlob.MaximumSize, CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => memory.Take(PhotoMemory.Capacity + 1, CancellationToken.None));
    }
}
