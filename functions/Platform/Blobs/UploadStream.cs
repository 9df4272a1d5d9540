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
    Stream source, long maximum, ReadOnlyMemory<byte> prefix, Func<Exception> tooLarge, Func<Exception> wrongPrefix) : ForwardStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes passed on so far.</summary>
    public long Count { get; private set; }

    /// <summary>SHA-256 of what was passed on, lower-case hex.</summary>
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
