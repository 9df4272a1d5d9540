using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// Shared access signatures for one blob each: signed with the account key where the client has one, which is Azurite only,
/// otherwise with the user delegation key of the managed identity.
/// </summary>
public sealed class BlobLinks(BlobServiceClient service, DelegationKeys keys, TimeProvider time)
{
    /// <summary>A link that may do only what <paramref name="permissions"/> says, to this blob, until <paramref name="expires"/>.</summary>
    /// <param name="blob">The blob; it need not exist.</param>
    /// <param name="permissions">What the bearer of the link may do.</param>
    /// <param name="expires">When the link ends.</param>
    /// <exception cref="Azure.RequestFailedException">Storage gave no delegation key.</exception>
    /// <exception cref="TimeoutException">Storage did not answer.</exception>
    public async Task<Uri> Link(
        BlobClient blob, BlobSasPermissions permissions, DateTimeOffset expires, CancellationToken cancellation)
    {
        var builder = new BlobSasBuilder(permissions, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            // The storage service's clock may be behind ours.
            StartsOn = time.GetUtcNow() - DelegationKeys.ClockSkew,
            // Plain HTTP exists only where the account itself is served so, which is Azurite.
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(builder);
        var key = await keys.Covering(expires, cancellation);
        return new BlobUriBuilder(blob.Uri) { Sas = builder.ToSasQueryParameters(key, service.AccountName) }.ToUri();
    }
}
