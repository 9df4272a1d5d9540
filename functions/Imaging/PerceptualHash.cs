using System.Buffers.Binary;
using System.Numerics;

namespace SneakerCheck.Imaging;

/// <summary>
/// A hash of 256 bits: the signs, relative to their median, of the lowest 16 × 16 frequencies of the luma. It hardly changes when a
/// photo is encoded again, resized or brightened. The hashes of two different photos differ in about half of the bits.
/// </summary>
public readonly record struct PerceptualHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Up to this distance, in bits, two photos are flagged as the same.</summary>
    public const int FlagDistance = 31;

    /// <summary>Up to this distance, in bits, they are candidates that are compared further.</summary>
    public const int CandidateDistance = 48;

    /// <summary>Number of bands that a hash is looked up by.</summary>
    public const int BandCount = 10;

    /// <summary>Bits per band.</summary>
    public const int BandBits = 24;

    private static readonly byte[] Permutation = SpreadOverFrequencies();

    /// <summary>The hash of a photo, or of the photo turned.</summary>
    public static PerceptualHash Compute(JpegThumbnail thumbnail, Orientation orientation = Orientation.Normal) =>
        PerceptualSpectrum.Compute(thumbnail).Hash(orientation);

    /// <summary>The hashes of a photo in all eight <see cref="Imaging.Orientation"/>s, from Normal on, for looking a photo up.</summary>
    public static IReadOnlyList<PerceptualHash> ComputeAll(JpegThumbnail thumbnail)
    {
        var spectrum = PerceptualSpectrum.Compute(thumbnail);
        return [.. Enum.GetValues<Orientation>().Select(orientation => spectrum.Hash(orientation))];
    }

    /// <summary>Number of the 256 bits in which two hashes differ.</summary>
    public int Distance(PerceptualHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    /// <summary>
    /// Ten bands of 24 bits over a fixed permutation. The sixteen bits of the highest frequencies change most easily and are in none.
    /// </summary>
    public int[] Bands()
    {
        var bands = new int[BandCount];
        for (var i = 0; i < BandCount * BandBits; i++)
        {
            if (this[Permutation[i]])
                bands[i / BandBits] |= 1 << i % BandBits;
        }

        return bands;
    }

    /// <summary>The value of a band and those that differ from it in one bit: the keys to look up in an index.</summary>
    public static IEnumerable<int> Probes(int band) => Enumerable.Range(0, BandBits).Select(bit => band ^ 1 << bit).Prepend(band);

    /// <summary>Concatenates hashes, 32 bytes each.</summary>
    public static byte[] Pack(ReadOnlySpan<PerceptualHash> hashes)
    {
        var bytes = new byte[hashes.Length * 32];
        for (var i = 0; i < hashes.Length; i++)
        {
            var to = bytes.AsSpan(i * 32);
            BinaryPrimitives.WriteUInt64LittleEndian(to, hashes[i].A);
            BinaryPrimitives.WriteUInt64LittleEndian(to[8..], hashes[i].B);
            BinaryPrimitives.WriteUInt64LittleEndian(to[16..], hashes[i].C);
            BinaryPrimitives.WriteUInt64LittleEndian(to[24..], hashes[i].D);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Pack"/> writes.</summary>
    public static PerceptualHash[] Unpack(ReadOnlySpan<byte> bytes)
    {
        var hashes = new PerceptualHash[bytes.Length / 32];
        for (var i = 0; i < hashes.Length; i++)
        {
            var from = bytes.Slice(i * 32, 32);
            hashes[i] = new PerceptualHash(
                BinaryPrimitives.ReadUInt64LittleEndian(from),
                BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[24..]));
        }

        return hashes;
    }

    private bool this[int bit] => ((bit >> 6) switch { 0 => A, 1 => B, 2 => C, _ => D } >> (bit & 63) & 1) != 0;

    // Each band takes every tenth bit, from the lowest frequency to the highest. Bands of low frequencies alone would be more robust
    // to cropping, but shoes seen from the same side would have few distinct values.
    private static byte[] SpreadOverFrequencies()
    {
        var ordered = Enumerable.Range(0, 256).OrderBy(bit => (bit >> 4) + (bit & 15)).ThenBy(bit => bit).ToArray();
        return [.. Enumerable.Range(0, BandCount * BandBits).Select(i => (byte)ordered[i % BandBits * BandCount + i / BandBits])];
    }
}
