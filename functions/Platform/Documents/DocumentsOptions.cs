namespace SneakerCheck.Platform.Documents;

/// <summary>Where documents are kept: the section <c>Documents</c> of the configuration.</summary>
public sealed class DocumentsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Documents";

    /// <summary>The Cosmos DB account's address, for example <c>https://name.documents.azure.com:443/</c>.</summary>
    public string? CosmosEndpoint { get; set; }

    /// <summary>The account's key, for the emulator only; empty means a managed identity.</summary>
    public string? CosmosKey { get; set; }

    /// <summary>The database's name.</summary>
    public string CosmosDatabase { get; set; } = "sneakercheck";

    /// <summary>The container's name; README.md says how it must be made.</summary>
    public string CosmosContainer { get; set; } = "documents";

    /// <summary>Whether to talk HTTPS through the gateway instead of TCP to the replicas, where only port 443 is open.</summary>
    public bool CosmosGateway { get; set; }

    /// <summary>What is wrong with the settings, each in one line.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!string.IsNullOrEmpty(CosmosEndpoint) && !(Uri.TryCreate(CosmosEndpoint, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"))
            yield return $"{Section}:{nameof(CosmosEndpoint)} must be the account's address, https://NAME.documents.azure.com:443/.";
        if (!string.IsNullOrEmpty(CosmosKey) && !Convert.TryFromBase64String(CosmosKey, new byte[CosmosKey.Length], out _))
            yield return $"{Section}:{nameof(CosmosKey)} must be the account's key, in base64.";
    }
}
