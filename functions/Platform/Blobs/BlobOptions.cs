using Azure.Storage.Blobs;

namespace SneakerCheck.Platform.Blobs;

/// <summary>Where blobs are stored; section <c>Blobs</c>. Set exactly one. The Local host uses its own Azurite if neither is set.</summary>
public sealed class BlobOptions
{
    public const string Section = "Blobs";

    /// <summary>The connection string of an Azurite, with its account key. Accounts in Azure are accessed by identity only.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The address of the blob service in Azure, accessed by managed identity.</summary>
    public string? ServiceUri { get; set; }

    /// <summary>
    /// Where clients reach the blob service, if that differs from where the server does: links for clients carry it. For example
    /// <c>http://192.168.1.20:10000</c>.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>The origin that a client's requests to storage go to; null if no storage is configured.</summary>
    public string? PublicOrigin()
    {
        var address = !string.IsNullOrEmpty(PublicUrl) ? new Uri(PublicUrl)
            : !string.IsNullOrEmpty(ServiceUri) ? new Uri(ServiceUri)
            : !string.IsNullOrEmpty(ConnectionString) ? new BlobServiceClient(ConnectionString).Uri
            : null;
        return address?.GetLeftPart(UriPartial.Authority);
    }

    internal IEnumerable<string> Validate()
    {
        if (string.IsNullOrEmpty(ConnectionString) == string.IsNullOrEmpty(ServiceUri))
            yield return $"Set exactly one of {Section}__{nameof(ServiceUri)} (Azure) and {Section}__{nameof(ConnectionString)} (Azurite).";
        else if (!string.IsNullOrEmpty(ServiceUri) && !IsService(ServiceUri))
            yield return $"{Section}__{nameof(ServiceUri)} must be the blob service's address alone, https://NAME.blob.core.windows.net/.";
        else if (!string.IsNullOrEmpty(ConnectionString) && !IsAzurite(ConnectionString))
        {
            yield return $"{Section}__{nameof(ConnectionString)} must be Azurite's, with its account key; "
                + $"an account in Azure is reached by {Section}__{nameof(ServiceUri)}.";
        }
        if (!string.IsNullOrEmpty(PublicUrl) && !IsPublic(PublicUrl))
            yield return $"{Section}__{nameof(PublicUrl)} must be an address that clients reach, such as http://192.168.1.20:10000.";
    }

    private static bool IsService(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", Query: "", Fragment: "", UserInfo: "" };

    private static bool IsPublic(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "https" or "http", Query: "", Fragment: "", UserInfo: "" };

    // Azurite has the account name in the path; Azure has it in the host name.
    private static bool IsAzurite(string text)
    {
        try
        {
            var service = new BlobServiceClient(text);
            return service.CanGenerateAccountSasUri && service.Uri.AbsolutePath.Trim('/') == service.AccountName;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
