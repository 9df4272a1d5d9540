using System.Buffers;

namespace SneakerCheck.Checks;

/// <summary>The bytes of one photo in a pooled buffer.</summary>
public sealed class PhotoBytes : IDisposable
{
    private byte[] buffer;

    private PhotoBytes(int capacity) => buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, Length);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="maximum">The most bytes it may hold.</param>
    /// <param name="expected">How many it most likely holds.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Platform.Errors.Refusal">413 <c>photo_too_large</c>: it holds more than <paramref name="maximum"/> bytes.</exception>
    public static async Task<PhotoBytes> Read(Stream stream, long maximum, long expected, CancellationToken cancellation)
    {
        // One more than expected, so that the end is seen without growing.
        var photo = new PhotoBytes((int)Math.Clamp(expected + 1, 64 * 1024, maximum));
        try
        {
            int read;
            while ((read = await stream.ReadAsync(photo.buffer.AsMemory(photo.Length), cancellation)) > 0)
            {
                photo.Length += read;
                if (photo.Length > maximum)
                    throw PhotoUploads.TooLarge();
                if (photo.Length == photo.buffer.Length)
                    photo.Grow();
            }
            return photo;
        }
        catch
        {
            photo.Dispose();
            throw;
        }
    }

    /// <summary>The bytes as a stream, while they are not disposed of.</summary>
    public Stream AsStream() => new MemoryStream(buffer, 0, Length, writable: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
