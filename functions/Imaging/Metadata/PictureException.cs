namespace SneakerCheck.Imaging.Metadata;

/// <summary>Why a picture cannot be copied without its metadata.</summary>
public enum PictureErrorKind
{
    /// <summary>The bytes end before the picture does.</summary>
    Truncated,

    /// <summary>The bytes violate the format.</summary>
    Corrupt,

    /// <summary>More bytes than allowed.</summary>
    TooLarge,
}

/// <summary>The only exception that <see cref="MetadataFilter"/> throws because of a picture's bytes.</summary>
public sealed class PictureException(PictureErrorKind kind, string message) : Exception(message)
{
    /// <summary>Why the picture cannot be copied.</summary>
    public PictureErrorKind Kind => kind;

    internal static PictureException Truncated() => new(PictureErrorKind.Truncated, "The bytes end before the picture does.");

    internal static PictureException Corrupt(string message) => new(PictureErrorKind.Corrupt, message);
}
