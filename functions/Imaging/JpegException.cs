namespace SneakerCheck.Imaging;

/// <summary>Why bytes cannot be used as a photo.</summary>
public enum JpegErrorKind
{
    /// <summary>The bytes do not begin like a JPEG.</summary>
    NotJpeg,

    /// <summary>The bytes end before any picture data.</summary>
    Truncated,

    /// <summary>The bytes violate the format.</summary>
    Corrupt,

    /// <summary>A kind of JPEG that no phone writes: arithmetic, lossless, hierarchical, 12-bit.</summary>
    Unsupported,

    /// <summary>More pixels or scans than the limits allow.</summary>
    TooLarge,
}

/// <summary>The only exception that reading the bytes of a photo throws.</summary>
public sealed class JpegException(JpegErrorKind kind, string message) : Exception(message)
{
    /// <summary>Why the bytes cannot be used.</summary>
    public JpegErrorKind Kind => kind;
}
