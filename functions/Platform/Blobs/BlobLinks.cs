using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace SneakerCheck.Platform.Blobs;

/// <summary>How storage serves a blob to the holder of a link.</summary>
/// <param name="ContentType">By the blob's bytes, not by what its uploader declared.</param>
/// <param name="FileName">ASCII, without quotes.</param>
public sealed record ServedAs(string ContentType, string FileName);

/// <summary>
/// Creates shared access signatures, each for one blob. They are signed with the account key if the client has one (Azurite only),
/// otherwise with the user delegation key of the managed identity.
/// </summary>
/// <param name="publicAddress">Where clients reach the blob service; null if they reach it where the server does.</param>
public sealed class BlobLinks(BlobServiceClient service, DelegationKeys keys, TimeProvider time, Uri? publicAddress = null)
{
    /// <summary>Creates a link for a client; see <see cref="Link"/>.</summary>
    public async Task<Uri> PublicLink(
        BlobClient blob,
        BlobSasPermissions permissions,
        DateTimeOffset expires,
        CancellationToken cancellation,
        ServedAs? servedAs = null) =>
        Public(await Link(blob, permissions, expires, cancellation, servedAs));

    /// <summary>
    /// Creates a link that grants these permissions on this blob until <paramref name="expires"/>, at the address where the server reaches
    /// storage.
    /// </summary>
    /// <param name="blob">It need not exist yet.</param>
    /// <param name="servedAs">For links to read. Null: with the headers that are stored with the blob.</param>
    /// <exception cref="Azure.RequestFailedException">Storage gave no delegation key.</exception>
    /// <exception cref="TimeoutException">Storage did not respond.</exception>
    public async Task<Uri> Link(
        BlobClient blob,
        BlobSasPermissions permissions,
        DateTimeOffset expires,
        CancellationToken cancellation,
        ServedAs? servedAs = null)
    {
        var builder = new BlobSasBuilder(permissions, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            // The storage service's clock may lag behind ours.
            StartsOn = time.GetUtcNow() - DelegationKeys.ClockSkew,
            // HTTP is allowed only if the account itself uses it, which is Azurite only.
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (servedAs is not null)
        {
            builder.ContentType = servedAs.ContentType;
            builder.ContentDisposition = $"inline; filename=\"{servedAs.FileName}\"";
        }
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(builder);
        var key = await keys.Covering(expires, cancellation);
        return new BlobUriBuilder(blob.Uri) { Sas = builder.ToSasQueryParameters(key, service.AccountName) }.ToUri();
    }

    // A signature covers the account and the path within it, not the host. So it stays valid behind another address.
    private Uri Public(Uri link) => publicAddress is null
        ? link
        : new Uri(publicAddress.AbsoluteUri.TrimEnd('/') + link.PathAndQuery);
}
