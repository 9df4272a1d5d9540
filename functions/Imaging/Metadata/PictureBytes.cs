namespace SneakerCheck.Imaging.Metadata;

/// <summary>Reads a picture forward in pieces: a piece is looked at before it is taken or dropped.</summary>
/// <param name="source">The bytes as they arrive.</param>
/// <param name="maximum">The most bytes that are read.</param>
internal sealed class PictureBytes(Stream source, long maximum, CancellationToken cancellation)
{
    // More than the longest JPEG segment, and small enough to stay off the large object heap.
    private const int Capacity = 72 * 1024;

    private readonly byte[] buffer = new byte[Capacity];
    private int start;
    private int end;
    private long count;

    /// <summary>What is buffered. It may be changed; it is valid until more is read.</summary>
    public Memory<byte> Buffered => buffer.AsMemory(start, end - start);

    /// <summary>Reads until that many bytes are buffered; false if the source ends before.</summary>
    public async ValueTask<bool> Fill(int length)
    {
        if (Capacity - start < length)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        while (end - start < length)
        {
            if (start == end)
                start = end = 0;
            var read = await source.ReadAsync(buffer.AsMemory(end), cancellation);
            if (read == 0)
                return false;
            end += read;
            if ((count += read) > maximum)
                throw new PictureException(PictureErrorKind.TooLarge, $"There are more than {maximum} bytes.");
        }
        return true;
    }

    /// <exception cref="PictureException">The source ends before that many bytes.</exception>
    public async ValueTask Require(int length)
    {
        if (!await Fill(length))
            throw PictureException.Truncated();
    }

    /// <summary>Moves past bytes that are buffered and returns them; they are valid until more is read.</summary>
    public ReadOnlyMemory<byte> Take(int length)
    {
        var taken = buffer.AsMemory(start, length);
        start += length;
        return taken;
    }

    /// <summary>The next bytes in pieces, buffered or not.</summary>
    /// <exception cref="PictureException">The source ends before that many bytes.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Pass(long length)
    {
        for (; length > 0;)
        {
            await Require(1);
            var piece = Take((int)Math.Min(length, end - start));
            length -= piece.Length;
            yield return piece;
        }
    }

    /// <summary>Reads past the next bytes, buffered or not.</summary>
    /// <exception cref="PictureException">The source ends before that many bytes.</exception>
    public async ValueTask Drop(long length)
    {
        for (; length > 0; length -= Take((int)Math.Min(length, end - start)).Length)
            await Require(1);
    }

    /// <summary>Reads past all that is left.</summary>
    public async ValueTask DropRest()
    {
        for (start = end; await Fill(1); start = end)
        {
        }
    }
}
