using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SneakerCheck.Checks.Vision;

/// <summary>A hash that a scan has found.</summary>
/// <param name="Index">Its place in the order of addition.</param>
/// <param name="Sought">Which of the sought hashes it is near.</param>
/// <param name="Distance">In how many bits they differ.</param>
public readonly record struct HashNear(int Index, int Sought, int Distance);

/// <summary>
/// Hashes in memory, 32 bytes each, searched by comparing all of them. The first 128 bits of each lie together: two unrelated hashes
/// differ there in more than <see cref="PerceptualHash.CandidateDistance"/> bits but for one pair in some hundreds, so the
/// rest is seldom read and nothing is missed. One may add while others scan.
/// </summary>
public sealed class PackedHashes
{
    // So small that the first halves of a chunk stay in the nearest cache while each sought hash passes over them.
    private const int ChunkSize = 1024;

    private readonly Lock adding = new();
    private Chunk[] chunks = [];
    private int count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Adds a hash.</summary>
    public void Add(PerceptualHash hash)
    {
        lock (adding)
        {
            var place = count % ChunkSize;
            if (place == 0)
                Volatile.Write(ref chunks, [.. chunks, new Chunk()]);
            var chunk = chunks[^1];
            (chunk.Heads[2 * place], chunk.Heads[2 * place + 1]) = (hash.A, hash.B);
            (chunk.Tails[2 * place], chunk.Tails[2 * place + 1]) = (hash.C, hash.D);
            // A scan reads the count first, so it sees whole hashes only.
            Volatile.Write(ref count, count + 1);
        }
    }

    /// <summary>Every pair of a stored and a sought hash at most <paramref name="maximumDistance"/> apart.</summary>
    public IReadOnlyList<HashNear> Find(ReadOnlySpan<PerceptualHash> sought, int maximumDistance)
    {
        var found = new List<HashNear>();
        var total = Count;
        var all = Volatile.Read(ref chunks);
        for (var start = 0; start < total; start += ChunkSize)
        {
            var (chunk, length) = (all[start / ChunkSize], Math.Min(ChunkSize, total - start));
            for (var i = 0; i < sought.Length; i++)
                Scan(chunk, start, length, sought[i], i, maximumDistance, found);
        }

        return found;
    }

    private static void Scan(Chunk chunk, int start, int length, PerceptualHash hash, int number, int maximum, List<HashNear> found)
    {
        var place = 0;
        if (Avx512BW.IsSupported)
        {
            var wanted = Vector512.Create(Vector256.Create(Vector128.Create(hash.A, hash.B)));
            var limit = Vector512.Create((ulong)maximum);
            var lanes = MemoryMarshal.Cast<ulong, Vector512<ulong>>(chunk.Heads);
            for (; place + 4 <= length; place += 4)
            {
                if (Vector512.LessThanOrEqualAny(Differences(lanes[place / 4] ^ wanted), limit))
                    Compare(place, place + 4);
            }
        }
        else if (Avx2.IsSupported)
        {
            var wanted = Vector256.Create(Vector128.Create(hash.A, hash.B));
            var limit = Vector256.Create((ulong)maximum);
            var lanes = MemoryMarshal.Cast<ulong, Vector256<ulong>>(chunk.Heads);
            for (; place + 2 <= length; place += 2)
            {
                if (Vector256.LessThanOrEqualAny(Differences(lanes[place / 2] ^ wanted), limit))
                    Compare(place, place + 2);
            }
        }

        Compare(place, length);

        void Compare(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var head = BitOperations.PopCount(chunk.Heads[2 * i] ^ hash.A) + BitOperations.PopCount(chunk.Heads[2 * i + 1] ^ hash.B);
                if (head > maximum)
                    continue;
                var distance = head
                    + BitOperations.PopCount(chunk.Tails[2 * i] ^ hash.C) + BitOperations.PopCount(chunk.Tails[2 * i + 1] ^ hash.D);
                if (distance <= maximum)
                    found.Add(new HashNear(start + i, number, distance));
            }
        }
    }

    // The bits set in each 128, in both of their halves: counted by nibble with a table, then added up across bytes.
    private static Vector512<ulong> Differences(Vector512<ulong> bits)
    {
        var (low, nibbles) = (Vector512.Create((byte)0x0F), Vector512.Create(Vector256.Create(Nibbles)));
        var counts = Avx512BW.Shuffle(nibbles, bits.AsByte() & low) + Avx512BW.Shuffle(nibbles, (bits >> 4).AsByte() & low);
        var halves = Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsInt32();
        return (halves + Avx512F.Shuffle(halves, 0b01_00_11_10)).AsUInt64();
    }

    private static Vector256<ulong> Differences(Vector256<ulong> bits)
    {
        var (low, nibbles) = (Vector256.Create((byte)0x0F), Vector256.Create(Nibbles));
        var counts = Avx2.Shuffle(nibbles, bits.AsByte() & low) + Avx2.Shuffle(nibbles, (bits >> 4).AsByte() & low);
        var halves = Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsInt32();
        return (halves + Avx2.Shuffle(halves, 0b01_00_11_10)).AsUInt64();
    }

    private static Vector128<byte> Nibbles => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    private sealed class Chunk
    {
        public readonly ulong[] Heads = new ulong[2 * ChunkSize];
        public readonly ulong[] Tails = new ulong[2 * ChunkSize];
    }
}
