using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace SneakerCheck.Platform.Blobs;

/// <summary>Properties of a stored blob.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="ETag">Its version, opaque.</param>
public sealed record BlobState(long Size, string ETag);

/// <summary>A blob in a listing.</summary>
/// <param name="Size">In bytes; 0 if only blocks were uploaded and never committed.</param>
public sealed record ListedBlob(string Name, long Size);

/// <summary>The request with which a client uploads a blob directly to storage.</summary>
/// <param name="Url">A signed link that can only create and write this blob.</param>
/// <param name="Headers">The headers that storage requires.</param>
public sealed record BlobUpload(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>A blob cannot be read, because it is in the archive tier.</summary>
public sealed class BlobArchivedException(Exception cause) : IOException("The blob is in the archive tier.", cause);

/// <summary>One blob container: signed links for clients, streams for the server.</summary>
/// <param name="container">The container's name. It is created on first use.</param>
public sealed class BlobStore(BlobServiceClient service, BlobLinks links, string container)
{
    // A client with an upload link can take a new lease after each break, but only until the link expires.
    private const int MaximumLeaseBreaks = 3;

    // The copy reads its source by this link within one request.
    private static readonly TimeSpan CopyLinkLifetime = TimeSpan.FromMinutes(5);

    private readonly BlobContainerClient client = service.GetBlobContainerClient(container);
    private volatile bool made;

    /// <summary>A link to create or overwrite this blob with content of this type.</summary>
    public async Task<BlobUpload> UploadLink(string name, string contentType, DateTimeOffset expires, CancellationToken cancellation)
    {
        await MakeContainer(cancellation);
        var url = await links.Link(
            client.GetBlobClient(name), BlobSasPermissions.Create | BlobSasPermissions.Write, expires, cancellation);
        var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob", ["Content-Type"] = contentType };
        return new BlobUpload("PUT", url, headers);
    }

    /// <summary>
    /// A link to read this blob. Storage serves it with this content type and as a file of this name, whatever the client that
    /// uploaded it has declared.
    /// </summary>
    public Task<Uri> ReadLink(
        string name, string contentType, string fileName, DateTimeOffset expires, CancellationToken cancellation) =>
        links.Link(client.GetBlobClient(name), BlobSasPermissions.Read, expires, cancellation, new ServedAs(contentType, fileName));

    /// <summary>
    /// Stores an upload in blocks as it arrives and returns its version. If the stream throws, for example because it is too large,
    /// nothing is stored.
    /// </summary>
    public async Task<string> Upload(string name, Stream content, string contentType, CancellationToken cancellation)
    {
        await MakeContainer(cancellation);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
            TransferOptions = new() { InitialTransferSize = 1 << 20, MaximumTransferSize = 1 << 20, MaximumConcurrency = 1 },
        };
        BlobContentInfo stored = await client.GetBlobClient(name).UploadAsync(content, options, cancellation);
        return stored.ETag.ToString();
    }

    /// <summary>
    /// Copies this version of a blob of another container of the account within storage, gives the copy this content type, and returns
    /// the copy's version; null if the source no longer exists in this version.
    /// </summary>
    /// <exception cref="BlobArchivedException">The source is in a tier that cannot be read.</exception>
    public async Task<string?> CopyFrom(
        BlobStore source,
        string sourceName,
        string etag,
        string name,
        string contentType,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        await MakeContainer(cancellation);
        var link = await links.Link(
            source.client.GetBlobClient(sourceName), BlobSasPermissions.Read, now + CopyLinkLifetime, cancellation);
        var blob = client.GetBlobClient(name);
        try
        {
            await blob.SyncCopyFromUriAsync(link, new BlobCopyFromUriOptions { SourceConditions = Version(etag) }, cancellation);
        }
        catch (RequestFailedException exception) when (IsMissing(exception) || IsOtherVersion(exception))
        {
            return null;
        }
        catch (RequestFailedException exception) when (IsArchived(exception))
        {
            throw new BlobArchivedException(exception);
        }
        // The copy takes over the headers that the client has set, such as a content encoding. This call replaces all of them.
        BlobInfo copy = await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = contentType }, cancellationToken: cancellation);
        return copy.ETag.ToString();
    }

    /// <summary>The properties of a blob; null if it does not exist.</summary>
    public async Task<BlobState?> Find(string name, CancellationToken cancellation)
    {
        try
        {
            BlobProperties properties = await client.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellation);
            return new BlobState(properties.ContentLength, properties.ETag.ToString());
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    /// <summary>Up to the first <paramref name="count"/> bytes of this version of a blob; null if it no longer exists.</summary>
    public async Task<byte[]?> ReadStart(string name, string etag, int count, CancellationToken cancellation)
    {
        try
        {
            BlobDownloadResult result = await client.GetBlobClient(name).DownloadContentAsync(
                new BlobDownloadOptions { Range = new HttpRange(0, count), Conditions = Version(etag) }, cancellation);
            return result.Content.ToArray();
        }
        catch (RequestFailedException exception) when (IsMissing(exception) || IsOtherVersion(exception))
        {
            return null;
        }
    }

    /// <summary>Opens a blob, which must never be overwritten, for reading from its start; null if it does not exist.</summary>
    public Task<Stream?> OpenRead(string name, CancellationToken cancellation) => OpenRead(name, "*", cancellation);

    /// <summary>Opens this version of a blob for reading from its start; null if it no longer exists.</summary>
    public async Task<Stream?> OpenRead(string name, string etag, CancellationToken cancellation)
    {
        try
        {
            BlobDownloadStreamingResult result = await client.GetBlobClient(name).DownloadStreamingAsync(
                new BlobDownloadOptions { Conditions = Version(etag) }, cancellation);
            return result.Content;
        }
        catch (RequestFailedException exception) when (IsMissing(exception) || IsOtherVersion(exception))
        {
            return null;
        }
    }

    /// <summary>All blobs with this prefix, also those of which only blocks were uploaded.</summary>
    public async Task<IReadOnlyList<ListedBlob>> List(string prefix, CancellationToken cancellation)
    {
        List<ListedBlob> blobs = [];
        try
        {
            await foreach (var blob in client.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, prefix, cancellation))
                blobs.Add(new ListedBlob(blob.Name, blob.Properties.ContentLength ?? 0));
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            // The container does not exist yet.
        }
        return blobs;
    }

    /// <summary>
    /// Deletes a blob with its snapshots, and even if a client holds a lease on it; false if it does not exist. Blocks that were never
    /// committed are not a blob; see <see cref="DeleteBlocks"/>.
    /// </summary>
    public async Task<bool> Delete(string name, CancellationToken cancellation)
    {
        var blob = client.GetBlobClient(name);
        for (var breaks = 0; ; breaks++)
        {
            try
            {
                return await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
            }
            catch (RequestFailedException exception) when (IsMissing(exception))
            {
                // The container does not exist yet, so there is nothing to delete.
                return false;
            }
            catch (RequestFailedException exception) when (IsLeased(exception) && breaks < MaximumLeaseBreaks)
            {
                await BreakLease(blob, cancellation);
            }
        }
    }

    /// <summary>Deletes blocks that were uploaded for a blob and never committed.</summary>
    public async Task DeleteBlocks(string name, CancellationToken cancellation)
    {
        // Storage has no request that deletes blocks alone. Writing the blob drops them.
        await client.GetBlobClient(name).UploadAsync(BinaryData.Empty, overwrite: true, cancellation);
        await Delete(name, cancellation);
    }

    private static async Task BreakLease(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellation);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409)
        {
            // The lease or the blob has gone in between.
        }
    }

    private static BlobRequestConditions Version(string etag) => new() { IfMatch = new ETag(etag) };

    private static bool IsMissing(RequestFailedException exception) => exception.Status == (int)HttpStatusCode.NotFound;

    private static bool IsLeased(RequestFailedException exception) => exception.ErrorCode == BlobErrorCode.LeaseIdMissing;

    private static bool IsArchived(RequestFailedException exception) =>
        exception.ErrorCode == BlobErrorCode.BlobArchived || exception.ErrorCode == BlobErrorCode.BlobBeingRehydrated;

    private static bool IsOtherVersion(RequestFailedException exception) =>
        exception.Status == (int)HttpStatusCode.PreconditionFailed;

    private async Task MakeContainer(CancellationToken cancellation)
    {
        if (made)
            return;
        await client.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
        made = true;
    }
}
