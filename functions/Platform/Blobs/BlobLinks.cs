using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// Shared access signatures for one blob each: signed with the account key where the client has one (Azurite), otherwise
/// with a user delegation key of the managed identity, which is fetched once and kept until it is about to expire.
/// </summary>
public sealed class BlobLinks(BlobServiceClient service, TimeProvider time) : IDisposable
{
    // A signature starts a little in the past, because the storage service's clock may be behind ours.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(6);
    private readonly SemaphoreSlim refresh = new(1, 1);
    private UserDelegationKey? key;

    /// <summary>A link that may do only what <paramref name="permissions"/> says, to this blob, until <paramref name="expires"/>.</summary>
    public async Task<Uri> Link(
        BlobClient blob, BlobSasPermissions permissions, DateTimeOffset expires, CancellationToken cancellation)
    {
        var builder = new BlobSasBuilder(permissions, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = time.GetUtcNow() - ClockSkew,
            // Plain HTTP exists only where the account itself is served so, which is Azurite.
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(builder);
        var signature = builder.ToSasQueryParameters(await DelegationKey(expires, cancellation), service.AccountName);
        return new BlobUriBuilder(blob.Uri) { Sas = signature }.ToUri();
    }

    /// <inheritdoc/>
    public void Dispose() => refresh.Dispose();

    private async Task<UserDelegationKey> DelegationKey(DateTimeOffset until, CancellationToken cancellation)
    {
        if (key is { } current && current.SignedExpiresOn >= until)
            return current;
        await refresh.WaitAsync(cancellation);
        try
        {
            if (key is { } fetched && fetched.SignedExpiresOn >= until)
                return fetched;
            var now = time.GetUtcNow();
            var expires = until > now + KeyLifetime ? until : now + KeyLifetime;
            key = await service.GetUserDelegationKeyAsync(now - ClockSkew, expires, cancellation);
            return key;
        }
        finally
        {
            refresh.Release();
        }
    }
}
