using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace SneakerCheck.Imaging;

/// <summary>
/// The lowest 16 × 16 frequencies of a part of a photo: its luma, averaged to 64 × 64 samples without padding, transformed by the DCT.
/// Frequencies 1 to 16 in each direction are used, which removes brightness; dividing by their root mean square removes contrast.
/// </summary>
public sealed class PerceptualSpectrum
{
    public const int Length = Frequencies * Frequencies;

    private const int Side = 64, Frequencies = 16;

    private static readonly float[] Cosines = CosineTable();

    // Vertical frequency by row, horizontal by column.
    private readonly float[] coefficients;

    private PerceptualSpectrum(float[] coefficients) => this.coefficients = coefficients;

    /// <summary>The coefficients, vertical frequency by row.</summary>
    public ReadOnlySpan<float> Coefficients => coefficients;

    /// <summary>The spectrum of the whole photo.</summary>
    public static PerceptualSpectrum Compute(JpegThumbnail thumbnail) => Compute(thumbnail, [default])[0];

    /// <summary>The spectra of parts of a photo.</summary>
    public static ImmutableArray<PerceptualSpectrum> Compute(JpegThumbnail thumbnail, IReadOnlyList<HashWindow> windows) =>
        [.. windows.Select(window => Transform(thumbnail.Resample(thumbnail.LumaArea, Side, window)))];

    /// <summary>
    /// The hash of the photo turned by <paramref name="orientation"/>, relative to the median of its view if that is known.
    /// </summary>
    public PerceptualHash Hash(Orientation orientation = Orientation.Normal, ViewMedian? median = null)
    {
        var turned = Turn(orientation);
        if (median is not null)
            TensorPrimitives.Subtract(turned, median.Coefficients, turned);
        var sorted = turned.ToArray();
        Array.Sort(sorted);
        var middle = (sorted[Length / 2 - 1] + sorted[Length / 2]) / 2;
        Span<ulong> parts = stackalloc ulong[4];
        for (var i = 0; i < Length; i++)
        {
            if (turned[i] > middle)
                parts[i >> 6] |= 1UL << (i & 63);
        }

        return new PerceptualHash(parts[0], parts[1], parts[2], parts[3]);
    }

    // Mirroring changes the sign of odd frequencies and transposing swaps the axes, so the picture itself need not be turned.
    private float[] Turn(Orientation orientation)
    {
        var turned = new float[Length];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                var isNegative = (orientation.MirrorsColumns() && u % 2 == 0) ^ (orientation.MirrorsRows() && v % 2 == 0);
                var to = orientation.SwapsSides() ? u * Frequencies + v : v * Frequencies + u;
                turned[to] = isNegative ? -coefficients[v * Frequencies + u] : coefficients[v * Frequencies + u];
            }
        }

        return turned;
    }

    private static PerceptualSpectrum Transform(ReadOnlySpan<float> luma)
    {
        var lines = new float[Side * Frequencies];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Frequencies; u++)
                lines[u * Side + y] = TensorPrimitives.Dot(luma.Slice(y * Side, Side), Cosine(u));
        }

        var spectrum = new float[Length];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
                spectrum[v * Frequencies + u] = TensorPrimitives.Dot<float>(lines.AsSpan(u * Side, Side), Cosine(v));
        }

        var scale = MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(spectrum) / Length);
        if (scale > 0)
            TensorPrimitives.Divide(spectrum, scale, spectrum);
        return new PerceptualSpectrum(spectrum);
    }

    private static ReadOnlySpan<float> Cosine(int frequency) => Cosines.AsSpan(frequency * Side, Side);

    private static float[] CosineTable() =>
    [
        .. from frequency in Enumerable.Range(1, Frequencies)
           from place in Enumerable.Range(0, Side)
           select (float)Math.Cos((2 * place + 1) * frequency * Math.PI / (2 * Side)),
    ];
}
