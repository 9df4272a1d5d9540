using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace SneakerCheck.Platform.Blobs;

/// <summary>A blob as storage has it.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Its version, opaque.</param>
public sealed record BlobState(long Size, string ETag);

/// <summary>How a client puts a blob into storage itself.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">For this one blob, to create and write only.</param>
/// <param name="Headers">What storage wants to be sent with it.</param>
public sealed record BlobUpload(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>One container of blobs: links for clients, and streams for the server.</summary>
/// <param name="service">The account.</param>
/// <param name="links">Signs links.</param>
/// <param name="container">The container's name; made on first use.</param>
public sealed class BlobStore(BlobServiceClient service, BlobLinks links, string container)
{
    private readonly BlobContainerClient client = service.GetBlobContainerClient(container);
    private volatile bool made;

    /// <summary>A link to create or overwrite this one blob with content of this type.</summary>
    public async Task<BlobUpload> UploadLink(string name, string contentType, DateTimeOffset expires, CancellationToken cancellation)
    {
        await MakeContainer(cancellation);
        var url = await links.Link(
            client.GetBlobClient(name), BlobSasPermissions.Create | BlobSasPermissions.Write, expires, cancellation);
        var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob", ["Content-Type"] = contentType };
        return new BlobUpload("PUT", url, headers);
    }

    /// <summary>A link to read this one blob.</summary>
    public Task<Uri> ReadLink(string name, DateTimeOffset expires, CancellationToken cancellation) =>
        links.Link(client.GetBlobClient(name), BlobSasPermissions.Read, expires, cancellation);

    /// <summary>
    /// Stores an upload in blocks as it arrives and returns its version. If the stream throws, for example by its own limits,
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

    /// <summary>What storage has under this name; null where nothing is.</summary>
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

    /// <summary>Up to the first <paramref name="count"/> bytes of this version of a blob; null where it is gone or another.</summary>
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

    /// <summary>Opens a blob that is never overwritten for reading from its start; null where it is gone.</summary>
    public Task<Stream?> OpenRead(string name, CancellationToken cancellation) => OpenRead(name, "*", cancellation);

    /// <summary>Opens this version of a blob for reading from its start; null where it is gone or another.</summary>
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

    /// <summary>The names of all blobs that begin so.</summary>
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
            // The container was never made.
        }
        return names;
    }

    /// <summary>Deletes a blob, if it is there.</summary>
    public async Task Delete(string name, CancellationToken cancellation)
    {
        try
        {
            await client.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellation);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            // The container was never made: there is nothing to delete.
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
