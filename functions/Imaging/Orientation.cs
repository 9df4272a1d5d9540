namespace SneakerCheck.Imaging;

/// <summary>
/// How stored rows and columns become the picture a person sees: the eight values of EXIF tag 0x0112, which are also
/// the eight symmetries of a rectangle.
/// </summary>
public enum Orientation
{
    /// <summary>As stored.</summary>
    Normal = 1,

    /// <summary>Left and right change places.</summary>
    FlipHorizontal = 2,

    /// <summary>Half a turn.</summary>
    Rotate180 = 3,

    /// <summary>Top and bottom change places.</summary>
    FlipVertical = 4,

    /// <summary>Rows become columns.</summary>
    Transpose = 5,

    /// <summary>A quarter turn clockwise.</summary>
    Rotate90 = 6,

    /// <summary>Rows become columns, and half a turn.</summary>
    Transverse = 7,

    /// <summary>A quarter turn counter-clockwise.</summary>
    Rotate270 = 8,
}

/// <summary>Applies an <see cref="Orientation"/> to planes of samples.</summary>
internal static class OrientationExtensions
{
    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(this Orientation orientation) => orientation >= Orientation.Transpose;

    /// <summary>Whether a stored column counts from the other end.</summary>
    public static bool MirrorsColumns(this Orientation orientation) =>
        orientation is Orientation.FlipHorizontal or Orientation.Rotate180 or Orientation.Transverse or Orientation.Rotate270;

    /// <summary>Whether a stored row counts from the other end.</summary>
    public static bool MirrorsRows(this Orientation orientation) =>
        orientation is Orientation.Rotate180 or Orientation.FlipVertical or Orientation.Rotate90 or Orientation.Transverse;

    /// <summary>The plane, <paramref name="width"/> × <paramref name="height"/> as stored, as it is to be seen.</summary>
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
