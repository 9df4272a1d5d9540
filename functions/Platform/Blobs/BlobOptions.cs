using Azure.Storage.Blobs;

namespace SneakerCheck.Platform.Blobs;

/// <summary>Where blobs are; section <c>Blobs</c>. Exactly one of the two is set; the Local host sets up its own where none is.</summary>
public sealed class BlobOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Blobs";

    /// <summary>A connection with an account key: for Azurite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The blob service's address, reached by managed identity: for Azure.</summary>
    public string? ServiceUri { get; set; }

    /// <summary>What is wrong with the settings, each in one line.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrEmpty(ConnectionString) == string.IsNullOrEmpty(ServiceUri))
            yield return $"Set exactly one of {Section}:{nameof(ServiceUri)} and {Section}:{nameof(ConnectionString)}.";
        else if (!string.IsNullOrEmpty(ServiceUri) && !(Uri.TryCreate(ServiceUri, UriKind.Absolute, out var url) && url.Scheme == "https"))
            yield return $"{Section}:{nameof(ServiceUri)} must be the blob service's address, https://NAME.blob.core.windows.net/.";
        else if (!string.IsNullOrEmpty(ConnectionString) && !IsConnection(ConnectionString))
            yield return $"{Section}:{nameof(ConnectionString)} must be a storage connection string with an account key.";
    }

    private static bool IsConnection(string text)
    {
        try
        {
            return new BlobServiceClient(text).CanGenerateAccountSasUri;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
