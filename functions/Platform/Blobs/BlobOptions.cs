namespace SneakerCheck.Platform.Blobs;

/// <summary>Where blobs are; section <c>Blobs</c>. Exactly one of the two is set; the Local host sets up its own where none is.</summary>
public sealed class BlobOptions
{
    /// <summary>A connection with an account key: for Azurite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The blob service's address, reached by managed identity: for Azure.</summary>
    public string? ServiceUri { get; set; }
}
