using System.Globalization;

namespace SneakerCheck.Commands;

/// <summary>Where a measured number and its limits are on a scale from 0 to 1.</summary>
/// <param name="From">Where the good part begins.</param>
/// <param name="To">Where it ends.</param>
public sealed record Gauge(double From, double To, double Value)
{
    private const double Brightest = 255;

    /// <summary>The gauge of a finding; null if it has no limit to compare with.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="limit">As in a report: <c>≥ 50</c>, <c>≤ 0.4</c>, <c>&lt; 0.9</c> or <c>50 – 215</c>.</param>
    public static Gauge? Of(string name, double value, string? limit)
    {
        var (minimum, maximum) = limit?.Split(' ') switch
        {
            ["≥" or ">", var low] => (Number(low), null),
            ["≤" or "<", var high] => (null, Number(high)),
            [var low, "–", var high] => (Number(low), Number(high)),
            _ => ((double?)null, (double?)null),
        };
        if (minimum is null && maximum is null)
            return null;
        var end = name switch
        {
            "mean_luma" => Brightest,
            "shadow" or "highlight" or "seen_before" => 1,
            // Much more than the minimum is no better, so the scale ends there and the mark stays at its end.
            _ when maximum is null => minimum!.Value * 4,
            _ => Math.Max(maximum.Value, Math.Min(value, maximum.Value * 2)),
        };
        // Numbers of pixels and bytes span powers of ten.
        var isWide = minimum is > 0 && maximum / minimum > 50;
        return new Gauge(At(minimum ?? 0), At(maximum ?? end), At(value));

        double At(double number)
        {
            if (!isWide)
                return Math.Clamp(number / end, 0, 1);
            var least = minimum!.Value / 10;
            return Math.Clamp(Math.Log(Math.Max(number, least) / least) / Math.Log(end / least), 0, 1);
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
