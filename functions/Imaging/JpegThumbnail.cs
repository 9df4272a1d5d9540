namespace SneakerCheck.Imaging;

/// <summary>Limits on what is read.</summary>
/// <param name="MaxPixels">Maximum width × height; checked before anything is allocated.</param>
/// <param name="MaxScans">Maximum number of scans; files of real encoders have about ten.</param>
public sealed record JpegLimits(long MaxPixels = 64_000_000, int MaxScans = 200)
{
    /// <summary>64 megapixels, 200 scans.</summary>
    public static JpegLimits Default { get; } = new();
}

/// <summary>
/// A photo at one eighth of its size, one sample for each block of 8 × 8 pixels (the mean of the block), turned for display. All
/// planes have <see cref="Width"/> × <see cref="Height"/> samples, row by row.
/// </summary>
public sealed class JpegThumbnail
{
    /// <summary>Index of the last entry of <see cref="DetailBits"/>.</summary>
    public const int MostDetailBits = 1023;

    /// <summary>Samples per row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Width of the photo itself in pixels, as displayed.</summary>
    public required int PixelWidth { get; init; }

    /// <summary>Height of the photo itself in pixels, as displayed.</summary>
    public required int PixelHeight { get; init; }

    /// <summary>
    /// Pixels of padding in the first column (0–7). A stored picture is padded on the right, which may become the left by turning.
    /// </summary>
    public required int PaddingLeft { get; init; }

    /// <summary>Pixels of padding in the first row (0–7).</summary>
    public required int PaddingTop { get; init; }

    /// <summary>Luma, 0 black to 255 white.</summary>
    public required byte[] Luma { get; init; }

    /// <summary>Summed-area table of <see cref="Luma"/>, built on first use.</summary>
    internal SummedArea LumaArea => field ??= new SummedArea(Luma, Width, Height);

    /// <summary>Blue difference around 128; null for a grayscale photo.</summary>
    public byte[]? Cb { get; init; }

    /// <summary>Red difference around 128; null for a grayscale photo.</summary>
    public byte[]? Cr { get; init; }

    /// <summary>Number of luma blocks of 8 × 8 pixels.</summary>
    public required int LumaBlocks { get; init; }

    /// <summary>
    /// Histogram: how many luma blocks spend 0, 1, 2 … bits on detail, that is on AC coefficients from <see cref="FirstDetail"/> on
    /// without their lowest <see cref="DetailShift"/> bits. The last entry counts all blocks with <see cref="MostDetailBits"/> or more.
    /// </summary>
    public required int[] DetailBits { get; init; }

    /// <summary>
    /// The first coefficient that <see cref="DetailBits"/> counts, in zigzag order: 1, or for a progressive file the first one
    /// of the scan with its highest frequencies.
    /// </summary>
    public required int FirstDetail { get; init; }

    /// <summary>Number of low bits that <see cref="DetailBits"/> leaves out, because a progressive file has them in later scans.</summary>
    public required int DetailShift { get; init; }

    /// <summary>The 64 luma quantisation steps, in zigzag order.</summary>
    public required ushort[] LumaQuantisation { get; init; }

    public required bool IsProgressive { get; init; }

    /// <summary>Whether picture data or the end marker is missing, as after an interrupted transfer.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>
    /// A plane of this photo, or of the part in a window, at <paramref name="side"/> × <paramref name="side"/>, whatever its
    /// proportions. The padding of the last blocks is left out.
    /// </summary>
    internal float[] Resample(SummedArea plane, int side, HashWindow window = default)
    {
        var (left, top) = (PaddingLeft / 8d, PaddingTop / 8d);
        var (width, height) = (PixelWidth / 8d, PixelHeight / 8d);
        return plane.Resample(
            left + window.Left * width,
            top + window.Top * height,
            left + (1 - window.Right) * width,
            top + (1 - window.Bottom) * height,
            side);
    }
}
