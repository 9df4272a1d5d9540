namespace SneakerCheck.Imaging;

/// <summary>Why bytes cannot be used as a photo.</summary>
public enum JpegFault
{
    /// <summary>They do not begin as a JPEG does.</summary>
    NotJpeg,

    /// <summary>They end before any picture was found.</summary>
    Truncated,

    /// <summary>They contradict the format.</summary>
    Corrupt,

    /// <summary>A kind of JPEG that no phone writes: arithmetic, lossless, hierarchical, 12-bit.</summary>
    Unsupported,

    /// <summary>More pixels or scans than the limits allow.</summary>
    TooLarge,
}

/// <summary>The only exception that reading a photo's bytes can end in.</summary>
public sealed class JpegException(JpegFault fault, string message) : Exception(message)
{
    /// <summary>What kind of fault it is.</summary>
    public JpegFault Fault => fault;
}
