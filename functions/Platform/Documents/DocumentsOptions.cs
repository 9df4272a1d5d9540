namespace SneakerCheck.Platform.Documents;

/// <summary>Where documents are stored; section <c>Documents</c>.</summary>
public sealed class DocumentsOptions
{
    public const string Section = "Documents";

    /// <summary>The Cosmos DB account's address, for example <c>https://name.documents.azure.com:443/</c>.</summary>
    public string? CosmosEndpoint { get; set; }

    /// <summary>The account's key, for the emulator only. Without it the managed identity is used.</summary>
    public string? CosmosKey { get; set; }

    public string CosmosDatabase { get; set; } = "sneakercheck";

    /// <summary>The container's name. README.md describes how to create the container.</summary>
    public string CosmosContainer { get; set; } = "documents";

    /// <summary>Use HTTPS through the gateway instead of TCP to the replicas, for networks where only port 443 is open.</summary>
    public bool CosmosGateway { get; set; }

    internal IEnumerable<string> Validate()
    {
        var hasKey = !string.IsNullOrEmpty(CosmosKey);
        if (string.IsNullOrEmpty(CosmosEndpoint))
        {
            if (hasKey)
                yield return $"{Section}__{nameof(CosmosKey)} is set without {Section}__{nameof(CosmosEndpoint)}.";
        }
        // An identity's token must go over HTTPS. The emulator has a key and may use HTTP.
        else if (
            !(Uri.TryCreate(CosmosEndpoint, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && hasKey))))
        {
            yield return $"{Section}__{nameof(CosmosEndpoint)} must be the account's address, https://NAME.documents.azure.com:443/.";
        }
        if (hasKey && !Convert.TryFromBase64String(CosmosKey!, new byte[CosmosKey!.Length], out _))
            yield return $"{Section}__{nameof(CosmosKey)} must be the account's key, in base64.";
        if (!IsName(CosmosDatabase))
            yield return $"{Section}__{nameof(CosmosDatabase)} must be the database's name.";
        if (!IsName(CosmosContainer))
            yield return $"{Section}__{nameof(CosmosContainer)} must be the container's name.";
    }

    private static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && text.AsSpan().IndexOfAny("/\\?#") < 0;
}
