using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SneakerCheck.Imaging;

/// <summary>A hash that a scan found.</summary>
/// <param name="Index">Its index in order of addition.</param>
/// <param name="Sought">Index of the sought hash that it is near.</param>
/// <param name="Distance">Number of differing bits.</param>
public readonly record struct HashNear(int Index, int Sought, int Distance);

/// <summary>
/// Hashes in memory, 32 bytes each, searched exhaustively. Their four words are stored apart. Except for one pair in some hundreds,
/// unrelated hashes differ by more than <see cref="PerceptualHash.CandidateDistance"/> bits in the first two words already, so the
/// other words are rarely read. No hash within the distance is missed. One thread may add while others scan.
/// </summary>
public sealed class PackedHashes
{
    // Small enough that the first two words of a chunk stay in the L1 cache while all sought hashes are compared with them.
    private const int ChunkSize = 1024;

    private readonly Lock adding = new();
    private Chunk[] chunks = [];
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Add(PerceptualHash hash)
    {
        lock (adding)
        {
            var place = count % ChunkSize;
            if (place == 0)
                Volatile.Write(ref chunks, [.. chunks, new Chunk()]);
            var chunk = chunks[^1];
            (chunk.A[place], chunk.B[place], chunk.C[place], chunk.D[place]) = (hash.A, hash.B, hash.C, hash.D);
            // A scan reads the count first, so it sees complete hashes only.
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
            var (wantedA, wantedB, limit) = (Vector512.Create(hash.A), Vector512.Create(hash.B), Vector512.Create((ulong)maximum));
            ReadOnlySpan<Vector512<ulong>> lanesA = MemoryMarshal.Cast<ulong, Vector512<ulong>>(chunk.A)[..(length / 8)];
            ReadOnlySpan<Vector512<ulong>> lanesB = MemoryMarshal.Cast<ulong, Vector512<ulong>>(chunk.B)[..lanesA.Length];
            for (var lane = 0; lane < lanesA.Length; lane++, place += 8)
            {
                if (Vector512.LessThanOrEqualAny(Differences(lanesA[lane] ^ wantedA, lanesB[lane] ^ wantedB), limit))
                    Compare(place, place + 8);
            }
        }
        else if (Avx2.IsSupported)
        {
            var (wantedA, wantedB, limit) = (Vector256.Create(hash.A), Vector256.Create(hash.B), Vector256.Create((ulong)maximum));
            ReadOnlySpan<Vector256<ulong>> lanesA = MemoryMarshal.Cast<ulong, Vector256<ulong>>(chunk.A)[..(length / 4)];
            ReadOnlySpan<Vector256<ulong>> lanesB = MemoryMarshal.Cast<ulong, Vector256<ulong>>(chunk.B)[..lanesA.Length];
            for (var lane = 0; lane < lanesA.Length; lane++, place += 4)
            {
                if (Vector256.LessThanOrEqualAny(Differences(lanesA[lane] ^ wantedA, lanesB[lane] ^ wantedB), limit))
                    Compare(place, place + 4);
            }
        }

        Compare(place, length);

        void Compare(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var distance = BitOperations.PopCount(chunk.A[i] ^ hash.A) + BitOperations.PopCount(chunk.B[i] ^ hash.B);
                if (distance > maximum)
                    continue;
                distance += BitOperations.PopCount(chunk.C[i] ^ hash.C) + BitOperations.PopCount(chunk.D[i] ^ hash.D);
                if (distance <= maximum)
                    found.Add(new HashNear(start + i, number, distance));
            }
        }
    }

    // Population count of two 64-bit words: a table look-up per nibble, then a sum over the bytes.
    private static Vector512<ulong> Differences(Vector512<ulong> a, Vector512<ulong> b)
    {
        var (low, nibbles) = (Vector512.Create((byte)0x0F), Vector512.Create(Vector256.Create(Nibbles)));
        var counts = Avx512BW.Shuffle(nibbles, a.AsByte() & low) + Avx512BW.Shuffle(nibbles, (a >> 4).AsByte() & low)
            + Avx512BW.Shuffle(nibbles, b.AsByte() & low) + Avx512BW.Shuffle(nibbles, (b >> 4).AsByte() & low);
        return Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsUInt64();
    }

    private static Vector256<ulong> Differences(Vector256<ulong> a, Vector256<ulong> b)
    {
        var (low, nibbles) = (Vector256.Create((byte)0x0F), Vector256.Create(Nibbles));
        var counts = Avx2.Shuffle(nibbles, a.AsByte() & low) + Avx2.Shuffle(nibbles, (a >> 4).AsByte() & low)
            + Avx2.Shuffle(nibbles, b.AsByte() & low) + Avx2.Shuffle(nibbles, (b >> 4).AsByte() & low);
        return Avx2.SumAbsoluteDifferences(counts, Vector256<byte>.Zero).AsUInt64();
    }

    private static Vector128<byte> Nibbles => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    private sealed class Chunk
    {
        public readonly ulong[] A = new ulong[ChunkSize], B = new ulong[ChunkSize], C = new ulong[ChunkSize], D = new ulong[ChunkSize];
    }
}
