using System.Security.Cryptography;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// Passes an upload on while it arrives: counts it, hashes it, and ends it with an exception of the caller's choice once it
/// is too large or does not begin as it must. Nothing is buffered beyond the first bytes.
/// </summary>
/// <param name="source">The bytes as they arrive.</param>
/// <param name="maximum">The most bytes.</param>
/// <param name="prefix">What the bytes must begin with.</param>
/// <param name="tooLarge">Thrown past the maximum.</param>
/// <param name="wrongPrefix">Thrown where the beginning differs, or is missing.</param>
public sealed class UploadStream(
    Stream source, long maximum, ReadOnlyMemory<byte> prefix, Func<Exception> tooLarge, Func<Exception> wrongPrefix) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes passed on so far.</summary>
    public long Count { get; private set; }

    /// <summary>SHA-256 of what was passed on, lower-case hex.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        var read = await source.ReadAsync(buffer, cancellationToken);
        if (read == 0)
        {
            if (Count < prefix.Length)
                throw wrongPrefix();
            return 0;
        }
        Take(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (Count < prefix.Length)
        {
            var due = prefix.Span[(int)Count..];
            var common = Math.Min(due.Length, bytes.Length);
            if (!bytes[..common].SequenceEqual(due[..common]))
                throw wrongPrefix();
        }
        Count += bytes.Length;
        if (Count > maximum)
            throw tooLarge();
        hash.AppendData(bytes);
    }
}
