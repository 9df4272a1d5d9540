using System.Globalization;
using System.Numerics;

namespace SneakerCheck.Checks.Vision;

/// <summary>
/// 256 bits that stay nearly the same when a photo is encoded again, resized or brightened, and differ in about half of the
/// places between two different photos: the signs, against their median, of the lowest 16 × 16 frequencies of the luma.
/// </summary>
public readonly record struct PerceptualHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Up to this distance two photos are flagged as the same.</summary>
    public const int FlagDistance = 31;

    /// <summary>Up to this distance they are candidates.</summary>
    public const int CandidateDistance = 48;

    /// <summary>Bands a hash is looked up by.</summary>
    public const int BandCount = 16;

    private const int Side = 64, Frequencies = 16;

    private static readonly float[] Cosines = CosineTable();

    /// <summary>The hash of a photo, or of the photo turned.</summary>
    public static PerceptualHash Compute(JpegThumbnail thumbnail, Orientation orientation = Orientation.Normal) =>
        FromSpectrum(Spectrum(thumbnail), orientation);

    /// <summary>The hashes of a photo in all eight <see cref="Vision.Orientation"/>s, from Normal on: what to look a photo up by.</summary>
    public static IReadOnlyList<PerceptualHash> ComputeAll(JpegThumbnail thumbnail)
    {
        var spectrum = Spectrum(thumbnail);
        return [.. Enum.GetValues<Orientation>().Select(orientation => FromSpectrum(spectrum, orientation))];
    }

    /// <summary>In how many of the 256 bits two hashes differ.</summary>
    public int Distance(PerceptualHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    /// <summary>
    /// Sixteen bands of 16 bits over a fixed permutation, which takes the bits of a band from all over the spectrum. Of two
    /// hashes at most <see cref="FlagDistance"/> apart, some band differs in one bit or none: 32 would be needed for two in each.
    /// </summary>
    public IReadOnlyList<ushort> Bands()
    {
        var bands = new ushort[BandCount];
        for (var i = 0; i < 256; i++)
        {
            // 89 is odd, so that i * 89 runs through all of 0–255.
            if (this[i * 89 & 255])
                bands[i >> 4] |= (ushort)(1 << (i & 15));
        }

        return bands;
    }

    /// <summary>A band's value and the sixteen that differ from it in one bit: what to probe an index for.</summary>
    public static IEnumerable<ushort> Probes(ushort band) =>
        Enumerable.Range(0, 16).Select(bit => (ushort)(band ^ 1 << bit)).Prepend(band);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static PerceptualHash Parse(string text)
    {
        if (text.Length != 64)
            throw new FormatException("A perceptual hash has 64 hexadecimal digits.");
        return new PerceptualHash(Part(0), Part(16), Part(32), Part(48));

        ulong Part(int start) => ulong.Parse(text.AsSpan(start, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private bool this[int bit] => ((bit >> 6) switch { 0 => A, 1 => B, 2 => C, _ => D } >> (bit & 63) & 1) != 0;

    // Vertical frequency by row, horizontal by column, both from 1: without the mean, brightness does not count.
    private static float[] Spectrum(JpegThumbnail thumbnail)
    {
        var luma = thumbnail.Resample(thumbnail.Luma, Side, Side);
        var lines = new float[Side * Frequencies];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                var sum = 0f;
                for (var x = 0; x < Side; x++)
                    sum += luma[y * Side + x] * Cosines[u * Side + x];
                lines[u * Side + y] = sum;
            }
        }

        var spectrum = new float[Frequencies * Frequencies];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                for (var y = 0; y < Side; y++)
                    spectrum[v * Frequencies + u] += lines[u * Side + y] * Cosines[v * Side + y];
            }
        }

        return spectrum;
    }

    // Mirroring changes the sign of odd frequencies, transposing exchanges the axes: no turned picture is needed.
    private static PerceptualHash FromSpectrum(float[] spectrum, Orientation orientation)
    {
        var turned = new float[spectrum.Length];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                var isNegative = (orientation.MirrorsColumns() && u % 2 == 0) ^ (orientation.MirrorsRows() && v % 2 == 0);
                var to = orientation.SwapsSides() ? u * Frequencies + v : v * Frequencies + u;
                turned[to] = isNegative ? -spectrum[v * Frequencies + u] : spectrum[v * Frequencies + u];
            }
        }

        var sorted = turned.ToArray();
        Array.Sort(sorted);
        var median = (sorted[127] + sorted[128]) / 2;
        Span<ulong> parts = stackalloc ulong[4];
        for (var i = 0; i < turned.Length; i++)
        {
            if (turned[i] > median)
                parts[i >> 6] |= 1UL << (i & 63);
        }

        return new PerceptualHash(parts[0], parts[1], parts[2], parts[3]);
    }

    private static float[] CosineTable() =>
    [
        .. from frequency in Enumerable.Range(1, Frequencies)
           from place in Enumerable.Range(0, Side)
           select (float)Math.Cos((2 * place + 1) * frequency * Math.PI / (2 * Side)),
    ];
}
