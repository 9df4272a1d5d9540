namespace SneakerCheck.Checks.Vision;

/// <summary>What a reading may cost.</summary>
/// <param name="MaxPixels">Width × height above this is refused before anything is allocated.</param>
/// <param name="MaxScans">More scans than this are refused; files of real encoders have about ten.</param>
public sealed record JpegLimits(long MaxPixels = 64_000_000, int MaxScans = 200)
{
    /// <summary>64 megapixels, 200 scans.</summary>
    public static JpegLimits Default { get; } = new();
}

/// <summary>
/// A photo at one eighth of its size, one sample for each block of 8 × 8 pixels (the block's mean), turned the way a
/// person sees it. All planes have <see cref="Width"/> × <see cref="Height"/> samples, row by row.
/// </summary>
public sealed class JpegThumbnail
{
    /// <summary>Samples a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Width of the photo itself in pixels, as seen.</summary>
    public required int PixelWidth { get; init; }

    /// <summary>Height of the photo itself in pixels, as seen.</summary>
    public required int PixelHeight { get; init; }

    /// <summary>
    /// Pixels of padding in the first column (0–7): a stored picture is padded on its right, which turning can make the left.
    /// </summary>
    public required int PaddingLeft { get; init; }

    /// <summary>Pixels of padding in the first row (0–7).</summary>
    public required int PaddingTop { get; init; }

    /// <summary>Luma, 0 black to 255 white.</summary>
    public required byte[] Luma { get; init; }

    /// <summary>Blue difference around 128; null for a grayscale photo.</summary>
    public byte[]? Cb { get; init; }

    /// <summary>Red difference around 128; null for a grayscale photo.</summary>
    public byte[]? Cr { get; init; }

    /// <summary>
    /// Bits the file spends on the fine structure (AC coefficients) of each luma block; null for a progressive file, which
    /// does not keep them together.
    /// </summary>
    public ushort[]? AcBits { get; init; }

    /// <summary>The mean of such bits over all luma blocks, known for progressive files too.</summary>
    public required double MeanAcBits { get; init; }

    /// <summary>The 64 luma quantisation steps, in zigzag order: the scale that <see cref="AcBits"/> is to be read on.</summary>
    public required ushort[] LumaQuantisation { get; init; }

    /// <summary>Whether the file was progressive.</summary>
    public required bool IsProgressive { get; init; }

    /// <summary>Whether picture data or the end mark is missing, as in a file cut off on its way.</summary>
    public required bool IsTruncated { get; init; }
}
