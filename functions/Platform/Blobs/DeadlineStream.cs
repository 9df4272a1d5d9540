namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// A blob that is being read. Each read has a deadline of its own, so that a client that reads slowly does not use up storage's time.
/// </summary>
internal sealed class DeadlineStream(Stream source, BlobDeadlines deadlines) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await deadlines.Run(token => source.ReadAsync(buffer, token).AsTask(), cancellationToken, buffer.Length);

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
