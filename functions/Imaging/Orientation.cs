namespace SneakerCheck.Imaging;

/// <summary>
/// How stored rows and columns are turned for display: the eight values of EXIF tag 0x0112, which are the eight symmetries of a
/// square.
/// </summary>
public enum Orientation
{
    /// <summary>As stored.</summary>
    Normal = 1,

    /// <summary>Mirrored left to right.</summary>
    FlipHorizontal = 2,

    /// <summary>Half a turn.</summary>
    Rotate180 = 3,

    /// <summary>Mirrored top to bottom.</summary>
    FlipVertical = 4,

    /// <summary>Transposed: rows become columns.</summary>
    Transpose = 5,

    /// <summary>A quarter turn clockwise.</summary>
    Rotate90 = 6,

    /// <summary>Transposed, then half a turn.</summary>
    Transverse = 7,

    /// <summary>A quarter turn counter-clockwise.</summary>
    Rotate270 = 8,
}

/// <summary>Applies an <see cref="Orientation"/> to planes of samples.</summary>
internal static class OrientationExtensions
{
    /// <summary>Whether width and height are swapped.</summary>
    public static bool SwapsSides(this Orientation orientation) => orientation >= Orientation.Transpose;

    /// <summary>Whether a stored column counts from the other end.</summary>
    public static bool MirrorsColumns(this Orientation orientation) =>
        orientation is Orientation.FlipHorizontal or Orientation.Rotate180 or Orientation.Transverse or Orientation.Rotate270;

    /// <summary>Whether a stored row counts from the other end.</summary>
    public static bool MirrorsRows(this Orientation orientation) =>
        orientation is Orientation.Rotate180 or Orientation.FlipVertical or Orientation.Rotate90 or Orientation.Transverse;

    /// <summary>Turns a stored plane of <paramref name="width"/> × <paramref name="height"/> samples for display.</summary>
    public static T[] Apply<T>(this Orientation orientation, T[] plane, int width, int height)
    {
        if (orientation == Orientation.Normal)
            return plane;
        var swaps = orientation.SwapsSides();
        var (start, columnStep, rowStep) = (0, 1, width);
        if (orientation.MirrorsColumns())
            (start, columnStep) = (width - 1, -1);
        if (orientation.MirrorsRows())
            (start, rowStep) = (start + (height - 1) * width, -width);
        var (outerCount, outerStep) = swaps ? (width, columnStep) : (height, rowStep);
        var (innerCount, innerStep) = swaps ? (height, rowStep) : (width, columnStep);
        var turned = new T[plane.Length];
        var next = 0;
        for (var outer = 0; outer < outerCount; outer++, start += outerStep)
        {
            for (var (inner, from) = (0, start); inner < innerCount; inner++, from += innerStep)
                turned[next++] = plane[from];
        }

        return turned;
    }
}
