using System.Buffers;
using System.Net;
using System.Text;
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

/// <summary>
/// One blob container: signed links for clients, streams for the server. Every request to storage has a deadline; storage that does
/// not answer is a <see cref="Errors.StoreUnavailableException"/>.
/// </summary>
/// <param name="container">The container's name. It is created on first use, and again if it is gone.</param>
public sealed class BlobStore(BlobServiceClient service, BlobLinks links, BlobDeadlines deadlines, string container)
{
    // An upload holds one block in memory.
    private const int BlockSize = 1 << 20;

    // What is copied within storage, at most.
    private const long LargestCopy = 20 * 1000 * 1000;

    // Clients that upload by a link see only "not found" if the container is gone, so it is looked for even without an error.
    private const long LookForContainerEvery = 60 * 1000;

    // A client with an upload link can take a new lease after each break, but only until the link expires.
    private const int MaximumLeaseBreaks = 3;

    // The copy reads its source by this link within one request.
    private static readonly TimeSpan CopyLinkLifetime = TimeSpan.FromMinutes(5);

    private static readonly string ProbeBlock = Convert.ToBase64String("probe"u8);

    private readonly BlobContainerClient client = service.GetBlobContainerClient(container);
    private long madeAt = long.MinValue;

    /// <summary>A link to create or overwrite this blob with content of this type.</summary>
    public async Task<BlobUpload> UploadLink(string name, string contentType, DateTimeOffset expires, CancellationToken cancellation)
    {
        await MakeContainer(cancellation);
        var url = await PublicLink(name, BlobSasPermissions.Create | BlobSasPermissions.Write, expires, cancellation);
        var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob", ["Content-Type"] = contentType };
        return new BlobUpload("PUT", url, headers);
    }

    /// <summary>
    /// A link to read this blob. Storage serves it with this content type and as a file of this name, whatever the client that
    /// uploaded it has declared.
    /// </summary>
    public Task<Uri> ReadLink(
        string name, string contentType, string fileName, DateTimeOffset expires, CancellationToken cancellation) =>
        PublicLink(name, BlobSasPermissions.Read, expires, cancellation, new ServedAs(contentType, fileName));

    /// <summary>
    /// Stores an upload in blocks as it arrives and returns its version. If the stream throws, for example because it is too large,
    /// nothing is stored.
    /// </summary>
    public async Task<string> Upload(string name, Stream content, string contentType, CancellationToken cancellation)
    {
        // The blocks are sent from here, so that the deadline covers storage alone and not a client that sends slowly, and so that a
        // block can be sent again.
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var block = buffer.AsMemory(0, BlockSize);
            var length = await content.ReadAtLeastAsync(block, BlockSize, throwOnEndOfStream: false, cancellation);
            BlobContentInfo stored = length < BlockSize
                ? await Put(name, new MemoryStream(buffer, 0, length), contentType, cancellation)
                : await PutBlocks(name, buffer, content, contentType, cancellation);
            return stored.ETag.ToString();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
        // Storage reads the source itself, which may not reach the address that clients use.
        var link = await deadlines.Run(
            token => links.Link(source.client.GetBlobClient(sourceName), BlobSasPermissions.Read, now + CopyLinkLifetime, token),
            cancellation);
        var blob = client.GetBlobClient(name);
        try
        {
            var options = new BlobCopyFromUriOptions { SourceConditions = Version(etag) };
            await Write(token => blob.SyncCopyFromUriAsync(link, options, token), cancellation, LargestCopy);
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
        BlobInfo copy = await deadlines.Run(
            token => blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = contentType }, cancellationToken: token), cancellation);
        return copy.ETag.ToString();
    }

    /// <summary>The properties of a blob; null if it does not exist.</summary>
    public async Task<BlobState?> Find(string name, CancellationToken cancellation)
    {
        try
        {
            BlobProperties properties = await deadlines.Run(
                token => client.GetBlobClient(name).GetPropertiesAsync(cancellationToken: token), cancellation);
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
            var options = new BlobDownloadOptions { Range = new HttpRange(0, count), Conditions = Version(etag) };
            BlobDownloadResult result = await deadlines.Run(
                token => client.GetBlobClient(name).DownloadContentAsync(options, token), cancellation, count);
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
            var options = new BlobDownloadOptions { Conditions = Version(etag) };
            BlobDownloadStreamingResult result = await deadlines.Run(
                token => client.GetBlobClient(name).DownloadStreamingAsync(options, token), cancellation);
            return new DeadlineStream(result.Content, deadlines);
        }
        catch (RequestFailedException exception) when (IsMissing(exception) || IsOtherVersion(exception))
        {
            return null;
        }
    }

    /// <summary>All blobs with this prefix, also those of which only blocks were uploaded.</summary>
    public async Task<IReadOnlyList<ListedBlob>> List(string prefix, CancellationToken cancellation)
    {
        try
        {
            return await deadlines.Run(ListAll, cancellation);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            // The container does not exist yet.
            return [];
        }

        async Task<List<ListedBlob>> ListAll(CancellationToken token)
        {
            List<ListedBlob> blobs = [];
            await foreach (var blob in client.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, prefix, token))
                blobs.Add(new ListedBlob(blob.Name, blob.Properties.ContentLength ?? 0));
            return blobs;
        }
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
                return await deadlines.Run(
                    token => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token), cancellation);
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
        await deadlines.Run(token => client.GetBlobClient(name).UploadAsync(BinaryData.Empty, overwrite: true, token), cancellation);
        await Delete(name, cancellation);
    }

    /// <summary>Throws unless storage can be written. Nothing stays: storage drops blocks that are not committed.</summary>
    /// <exception cref="Errors.StoreUnavailableException">It cannot.</exception>
    public Task Probe(CancellationToken cancellation) => Write(
        token => client.GetBlockBlobClient("probe").StageBlockAsync(ProbeBlock, new MemoryStream([1]), cancellationToken: token),
        cancellation,
        size: 1);

    private async Task BreakLease(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            await deadlines.Run(
                token => blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: token), cancellation);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409)
        {
            // The lease or the blob has gone in between.
        }
    }

    private static BlobRequestConditions Version(string etag) => new() { IfMatch = new ETag(etag) };

    // Also if the container is gone. It is then made again before the next write or link.
    private bool IsMissing(RequestFailedException exception)
    {
        if (IsContainerGone(exception))
            Volatile.Write(ref madeAt, long.MinValue);
        return exception.Status == (int)HttpStatusCode.NotFound;
    }

    private static bool IsContainerGone(RequestFailedException exception) => exception.ErrorCode == BlobErrorCode.ContainerNotFound;

    private static bool IsLeased(RequestFailedException exception) => exception.ErrorCode == BlobErrorCode.LeaseIdMissing;

    private static bool IsArchived(RequestFailedException exception) =>
        exception.ErrorCode == BlobErrorCode.BlobArchived || exception.ErrorCode == BlobErrorCode.BlobBeingRehydrated;

    private static bool IsOtherVersion(RequestFailedException exception) =>
        exception.Status == (int)HttpStatusCode.PreconditionFailed;

    private async Task<Uri> PublicLink(
        string name, BlobSasPermissions permissions, DateTimeOffset expires, CancellationToken cancellation, ServedAs? served = null) =>
        await deadlines.Run(token => links.PublicLink(client.GetBlobClient(name), permissions, expires, token, served), cancellation);

    private async Task<BlobContentInfo> Put(string name, MemoryStream content, string contentType, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } };
        return await Write(Send, cancellation, content.Length);

        Task<Response<BlobContentInfo>> Send(CancellationToken token)
        {
            content.Position = 0;
            return client.GetBlockBlobClient(name).UploadAsync(content, options, token);
        }
    }

    /// <summary>Stores a blob whose first block is in the buffer.</summary>
    private async Task<BlobContentInfo> PutBlocks(
        string name, byte[] buffer, Stream content, string contentType, CancellationToken cancellation)
    {
        var blob = client.GetBlockBlobClient(name);
        // Another upload to the same name must not mix its blocks with these.
        var upload = Guid.NewGuid();
        List<string> blocks = [];
        var length = BlockSize;
        while (length > 0)
        {
            var block = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{upload:N}{blocks.Count:D6}"));
            var sent = new MemoryStream(buffer, 0, length);
            await Write(Stage, cancellation, length);
            blocks.Add(block);
            length = await content.ReadAtLeastAsync(buffer.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancellation);

            Task<Response<BlockInfo>> Stage(CancellationToken token)
            {
                sent.Position = 0;
                return blob.StageBlockAsync(block, sent, cancellationToken: token);
            }
        }
        var options = new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } };
        return await deadlines.Run(token => blob.CommitBlockListAsync(blocks, options, token), cancellation);
    }

    /// <summary>Writes to the container, and once more if it turns out to be gone.</summary>
    private async Task<T> Write<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellation, long size)
    {
        await MakeContainer(cancellation);
        try
        {
            return await deadlines.Run(request, cancellation, size);
        }
        catch (RequestFailedException exception) when (IsContainerGone(exception))
        {
            Volatile.Write(ref madeAt, long.MinValue);
            await MakeContainer(cancellation);
            return await deadlines.Run(request, cancellation, size);
        }
    }

    private async Task MakeContainer(CancellationToken cancellation)
    {
        var now = Environment.TickCount64;
        if (Volatile.Read(ref madeAt) > now - LookForContainerEvery)
            return;
        await deadlines.Run(
            token => client.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: token), cancellation);
        Volatile.Write(ref madeAt, now);
    }
}
