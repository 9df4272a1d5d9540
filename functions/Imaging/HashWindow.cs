using System.Collections.Immutable;

namespace SneakerCheck.Imaging;

/// <summary>A part of a photo, given by the shares of its sides that are cut off.</summary>
/// <param name="Left">Share of the width cut off on the left.</param>
/// <param name="Top">Share of the height cut off above.</param>
/// <param name="Right">Share of the width cut off on the right.</param>
/// <param name="Bottom">Share of the height cut off below.</param>
public readonly record struct HashWindow(double Left, double Top, double Right, double Bottom)
{
    /// <summary>
    /// The parts whose hashes are stored, so that a cropped copy is found: the whole photo; 2.5, 5, 7.5 and 10 % off each dimension,
    /// half of it on either side; 5 % off one side.
    /// </summary>
    public static ImmutableArray<HashWindow> Stored { get; } =
    [
        default,
        Centred(0.025), Centred(0.05), Centred(0.075), Centred(0.1),
        new(0.05, 0, 0, 0), new(0, 0.05, 0, 0), new(0, 0, 0.05, 0), new(0, 0, 0, 0.05),
    ];

    private static HashWindow Centred(double share) => new(share / 2, share / 2, share / 2, share / 2);
}
