using System.Collections.Immutable;

namespace SneakerCheck.Imaging;

/// <summary>
/// The median of each coefficient of the spectra of photos of one view. Shoes seen from the same side share their coarse outline; a
/// hash relative to this median distinguishes them by the rest. Only hashes relative to the same median can be compared.
/// </summary>
/// <param name="Name">Identifies the median; empty if there is none.</param>
/// <param name="Values">The median of each coefficient; empty if there is none.</param>
public sealed record ViewMedian(string Name, ImmutableArray<float> Values)
{
    internal ReadOnlySpan<float> Coefficients => Values.AsSpan();

    public static ViewMedian Of(string name, IReadOnlyList<float[]> spectra)
    {
        var values = new float[PerceptualSpectrum.Length];
        var column = new float[spectra.Count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var photo = 0; photo < column.Length; photo++)
                column[photo] = spectra[photo][i];
            Array.Sort(column);
            values[i] = (column[(column.Length - 1) / 2] + column[column.Length / 2]) / 2;
        }

        return new ViewMedian(name, [.. values]);
    }
}
