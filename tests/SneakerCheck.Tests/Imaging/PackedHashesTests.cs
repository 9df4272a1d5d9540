using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class PackedHashesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(9001)]
    [InlineData(9004)]
    public void A_scan_finds_the_same_as_comparing_one_by_one(int count)
    {
        var random = new Random(count);
        var sought = Enumerable.Range(0, 8).Select(_ => RandomHash.Next(random)).ToArray();
        // Every third hash is within or just beyond the distance of a sought one, with the differing bits anywhere.
        var stored = Enumerable.Range(0, count)
            .Select(i => i % 3 == 0 ? RandomHash.Near(random, sought[i % 8], 40 + i % 20) : RandomHash.Next(random))
            .ToArray();
        var packed = new PackedHashes();
        Array.ForEach(stored, packed.Add);

        var expected =
            from i in Enumerable.Range(0, count)
            from j in Enumerable.Range(0, sought.Length)
            let distance = stored[i].Distance(sought[j])
            where distance <= PerceptualHash.CandidateDistance
            select new HashNear(i, j, distance);
        Assert.Equal(
            expected.OrderBy(near => (near.Index, near.Sought)),
            packed.Find(sought, PerceptualHash.CandidateDistance).OrderBy(near => (near.Index, near.Sought)));
        Assert.Equal(count, packed.Count);
    }

    [Fact]
    public async Task Hashes_can_be_added_during_scans()
    {
        var random = new Random(1);
        var hashes = Enumerable.Range(0, 30_000).Select(_ => RandomHash.Next(random)).ToArray();
        var packed = new PackedHashes();
        packed.Add(hashes[0]);
        var adding = Task.Run(() => Array.ForEach(hashes[1..], packed.Add));
        do
        {
            var count = packed.Count;
            Assert.Contains(new HashNear(count - 1, 0, 0), packed.Find([hashes[count - 1]], 0));
        }
        while (!adding.IsCompleted);
        await adding;

        Assert.Equal(hashes.Length, packed.Count);
    }
}
