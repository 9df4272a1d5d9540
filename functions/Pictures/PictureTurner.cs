using SneakerCheck.Imaging;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// Turns stored pictures as their metadata said, which is not stored with them: decodes, turns and encodes them. One picture of a
/// process at a time, because that takes much memory.
/// </summary>
public sealed class PictureTurner : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly PhotoMemory memory;
    private readonly TurnedEncoding encode;

    /// <summary>Decodes, turns and encodes a picture; null if it must stay as it is.</summary>
    public delegate byte[]? TurnedEncoding(ReadOnlyMemory<byte> picture, Orientation orientation);

    /// <summary>Turns by Skia.</summary>
    public PictureTurner(PhotoMemory memory)
        : this(memory, SkiaTurn.Encode)
    {
    }

    /// <summary>Turns by other means.</summary>
    public PictureTurner(PhotoMemory memory, TurnedEncoding encode) => (this.memory, this.encode) = (memory, encode);

    /// <summary>Replaces the picture in a blob by the turned one; null if it must stay as it is.</summary>
    /// <exception cref="Refusal">400 <c>not_an_image</c>, 413 <c>picture_too_large</c>, 422 <c>not_turned</c>.</exception>
    public async Task<StoredBytes?> Turn(
        BlobStore blobs,
        string blob,
        StoredBytes stored,
        string contentType,
        Orientation orientation,
        CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await Encode(blobs, blob, stored, orientation, cancellation) is { } turned
                ? await Replace(blobs, blob, turned, contentType, cancellation)
                : null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<byte[]?> Encode(
        BlobStore blobs, string blob, StoredBytes stored, Orientation orientation, CancellationToken cancellation)
    {
        using var room = await memory.Take((int)stored.Size, cancellation);
        await using var content = await blobs.OpenRead(blob, cancellation)
            ?? throw new InvalidOperationException("A picture is gone right after it was stored.");
        await content.ReadExactlyAsync(room.Bytes, cancellation);
        try
        {
            return encode(room.Bytes, orientation);
        }
        catch (Exception exception) when (IsLibraryMissing(exception))
        {
            throw new Refusal(
                422, "not_turned", "The picture says that it is to be turned for display, which this server cannot do. Post it turned.");
        }
    }

    private static async Task<StoredBytes> Replace(
        BlobStore blobs, string blob, byte[] turned, string contentType, CancellationToken cancellation)
    {
        await using var upload = new UploadStream(
            new MemoryStream(turned), PictureBlob.MaximumSize, default, PictureUploads.TooLarge, PictureUploads.TooLarge);
        await blobs.Upload(blob, upload, contentType, cancellation);
        return new StoredBytes(upload.Sha256(), upload.Count);
    }

    private static bool IsLibraryMissing(Exception exception) => exception switch
    {
        TypeInitializationException { InnerException: { } inner } => IsLibraryMissing(inner),
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException => true,
        _ => false,
    };
}

/// <summary>The bytes of a picture in storage.</summary>
/// <param name="Sha256">Their hash, lower-case hex.</param>
/// <param name="Size">How many.</param>
public sealed record StoredBytes(string Sha256, long Size);
