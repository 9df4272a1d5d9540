using System.Globalization;

namespace SneakerCheck.Checks;

/// <summary>Numbers as people read them: rounded, but never to the other side of their limit.</summary>
public static class Figures
{
    private const int MostDecimals = 6;

    /// <summary>
    /// Rounds a measured number to a few decimals, and to more only where it would otherwise meet a limit that it fails, or fail one
    /// that it meets.
    /// </summary>
    public static double Round(double value, int decimals, double? minimum, double? maximum)
    {
        for (; decimals < MostDecimals; decimals++)
        {
            var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
            if (rounded < minimum == value < minimum && rounded > maximum == value > maximum)
                return rounded;
        }
        return value;
    }

    /// <summary>A number without needless zeros.</summary>
    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => $"{Text(Math.Round(share * 100, MostDecimals - 2))}%";

    /// <summary>A number of bytes.</summary>
    public static string Bytes(double bytes) => bytes < 100 * 1024
        ? $"{Text(Math.Ceiling(bytes / 1024))} KB"
        : $"{Text(Math.Round(bytes / (1024 * 1024), 1))} MB";

    /// <summary>A p-value; one that rounds to 0 is shown as below the least number that does not.</summary>
    /// <param name="p">From 0 to 1.</param>
    /// <param name="bound">What it is compared with.</param>
    public static string P(double p, double bound)
    {
        var rounded = Round(p, 3, null, bound);
        return rounded < 0.001 ? "< 0.001" : $"= {Text(rounded)}";
    }
}
