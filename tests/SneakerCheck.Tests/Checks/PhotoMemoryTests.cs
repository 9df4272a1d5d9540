using SneakerCheck.Checks;

namespace SneakerCheck.Tests.Checks;

/// <summary>What all runs of a process hold of photos at one moment is bounded.</summary>
public sealed class PhotoMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Who_finds_no_room_waits_until_there_is()
    {
        using var memory = new PhotoMemory();
        var first = await memory.Take(30 * Megabyte, CancellationToken.None);
        using var second = await memory.Take(18 * Megabyte, CancellationToken.None);

        var third = memory.Take(20 * Megabyte, CancellationToken.None);
        Assert.False(third.IsCompleted);
        first.Dispose();

        using var taken = await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_is_larger_than_all_the_room_gets_it_alone()
    {
        using var memory = new PhotoMemory();
        var all = await memory.Take(200 * Megabyte, CancellationToken.None);

        var next = memory.Take(1, CancellationToken.None);
        Assert.False(next.IsCompleted);
        all.Dispose();

        using var taken = await next.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing()
    {
        using var memory = new PhotoMemory();
        using var giveUp = new CancellationTokenSource();
        var all = await memory.Take(48 * Megabyte, CancellationToken.None);
        var waiting = memory.Take(48 * Megabyte, giveUp.Token);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        all.Dispose();

        using var taken = await memory.Take(48 * Megabyte, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
    }
}
