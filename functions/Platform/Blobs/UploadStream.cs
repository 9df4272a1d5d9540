using System.Security.Cryptography;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// Passes an upload through as it arrives, counts and hashes it, and throws the caller's exception if it is too large or has the wrong
/// prefix. It buffers nothing.
/// </summary>
/// <param name="maximum">In bytes.</param>
/// <param name="prefix">The bytes that the upload must begin with.</param>
/// <param name="tooLarge">Makes the exception if the upload exceeds the maximum.</param>
/// <param name="wrongPrefix">Makes the exception if the prefix differs or the upload is shorter than it.</param>
public sealed class UploadStream(
    Stream source, long maximum, ReadOnlyMemory<byte> prefix, Func<Exception> tooLarge, Func<Exception> wrongPrefix) : ForwardStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes passed through so far.</summary>
    public long Count { get; private set; }

    /// <summary>The SHA-256 of the bytes so far, in lower-case hex.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

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
