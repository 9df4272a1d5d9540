using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace SneakerCheck.Platform.Blobs;

/// <summary>Properties of a stored blob.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="ETag">Its version, opaque.</param>
public sealed record BlobState(long Size, string ETag);

/// <summary>The request with which a client uploads a blob directly to storage.</summary>
/// <param name="Url">A signed link that can only create and write this blob.</param>
/// <param name="Headers">The headers that storage requires.</param>
public sealed record BlobUpload(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>One blob container: signed links for clients, streams for the server.</summary>
/// <param name="container">The container's name. It is created on first use.</param>
public sealed class BlobStore(BlobServiceClient service, BlobLinks links, string container)
{
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

    public Task<Uri> ReadLink(string name, DateTimeOffset expires, CancellationToken cancellation) =>
        links.Link(client.GetBlobClient(name), BlobSasPermissions.Read, expires, cancellation);

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

    /// <summary>The names of all blobs with this prefix.</summary>
    public async Task<IReadOnlyList<string>> List(string prefix, CancellationToken cancellation)
    {
        List<string> names = [];
        try
        {
            await foreach (var blob in client.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation))
                names.Add(blob.Name);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            // The container does not exist yet.
        }
        return names;
    }

    /// <summary>Deletes a blob if it exists.</summary>
    public async Task Delete(string name, CancellationToken cancellation)
    {
        try
        {
            await client.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellation);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            // The container does not exist yet, so there is nothing to delete.
        }
    }

    private static BlobRequestConditions Version(string etag) => new() { IfMatch = new ETag(etag) };

    private static bool IsMissing(RequestFailedException exception) => exception.Status == (int)HttpStatusCode.NotFound;

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
