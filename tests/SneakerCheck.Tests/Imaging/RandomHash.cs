using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

/// <summary>Random hashes.</summary>
internal static class RandomHash
{
    public static PerceptualHash Next(Random random)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.NextBytes(bytes);
        return PerceptualHash.Unpack(bytes)[0];
    }

    /// <summary>A hash that differs in the given number of bits.</summary>
    public static PerceptualHash Near(Random random, PerceptualHash hash, int distance)
    {
        var bits = Enumerable.Range(0, 256).ToArray();
        random.Shuffle(bits);
        var bytes = PerceptualHash.Pack([hash]);
        foreach (var bit in bits.Take(distance))
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        return PerceptualHash.Unpack(bytes)[0];
    }
}
