using System.Collections.Immutable;

namespace SneakerCheck.Imaging;

/// <summary>
/// What photos of one view have in common: the median of each coefficient of their spectra. Shoes seen from the same side share
/// their coarse outline; a hash against this median tells by what is left. Hashes compare only where the median is the same one.
/// </summary>
/// <param name="Name">Tells medians apart; empty where there is none.</param>
/// <param name="Values">The median of each coefficient; empty where there is none.</param>
public sealed record ViewMedian(string Name, ImmutableArray<float> Values)
{
    /// <summary>The median, as a span.</summary>
    internal ReadOnlySpan<float> Coefficients => Values.AsSpan();

    /// <summary>The median of some spectra.</summary>
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
