namespace SneakerCheck.Tests.Gigs.People;

/// <summary>A photo is streamed. This test runs alone, because the memory of other tests would count.</summary>
[CollectionDefinition(nameof(ProfilePhotoMemoryTests), DisableParallelization = true)]
[Collection(nameof(ProfilePhotoMemoryTests))]
public sealed class ProfilePhotoMemoryTests
{
    private const int Megabyte = 1 << 20;

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task A_photo_of_5_MB_is_never_in_memory_as_a_whole()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        // A first round, for allocations that stay: connections, compiled code, the buffer of a block.
        Assert.Equal(200, await ProfilePhotoTests.Add(host, user, new MemoryStream(ProfilePhotoTests.Large(2 * Megabyte))));
        using var body = new MeasuredBody(ProfilePhotoTests.Large(5 * Megabyte));

        Assert.Equal(200, await ProfilePhotoTests.Add(host, user, body));

        Assert.True(body.Looks >= 4, $"{body.Looks} looks");
        Assert.True(body.Grown < 3 * Megabyte, $"{body.Grown} bytes");
    }

    /// <summary>Measures the live bytes once per megabyte that is read.</summary>
    private sealed class MeasuredBody(byte[] bytes) : MemoryStream(bytes)
    {
        private long before;

        public int Looks { get; private set; }

        public long Grown { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= Looks * (long)Megabyte)
            {
                var live = GC.GetTotalMemory(forceFullCollection: true);
                before = Looks == 0 ? live : before;
                Grown = Math.Max(Grown, live - before);
                Looks++;
            }
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
