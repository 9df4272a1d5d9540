using SneakerCheck.Imaging;
using SneakerCheck.Imaging.Metadata;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// A picture without its metadata, while it arrives. The source is read to its end, even behind the end of the picture. Bytes that are no
/// such picture end it as 400 <c>not_an_image</c>, and too many as 413 <c>picture_too_large</c>.
/// </summary>
/// <param name="contentType">One of <see cref="ImageFormat"/>.</param>
/// <param name="source">The picture.</param>
/// <param name="maximum">The most bytes that it may have.</param>
public sealed class CleanPicture(string contentType, Stream source, int maximum, CancellationToken cancellation) : ForwardStream
{
    private readonly MetadataFilter filter = MetadataFilter.Of(contentType)
        ?? throw new ArgumentOutOfRangeException(nameof(contentType), contentType, "There is no filter of this type.");

    private IAsyncEnumerator<ReadOnlyMemory<byte>>? pieces;
    private ReadOnlyMemory<byte> piece;
    private bool isEnded;

    /// <summary>How the picture has to be turned; complete when all was read.</summary>
    public Orientation Orientation => filter.Orientation;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (piece.IsEmpty && !isEnded)
            await Next();
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        piece = piece[count..];
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (pieces is not null)
            await pieces.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The refusal of a picture of more bytes.</summary>
    public static Refusal TooLarge(int maximum) => new(413, "picture_too_large", $"A picture may have at most {maximum} bytes.");

    private async ValueTask Next()
    {
        pieces ??= filter.Copy(source, maximum, cancellation).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            isEnded = !await pieces.MoveNextAsync();
            piece = isEnded ? default : pieces.Current;
        }
        catch (PictureException exception) when (exception.Kind == PictureErrorKind.TooLarge)
        {
            throw TooLarge(maximum);
        }
        catch (PictureException exception)
        {
            throw new Refusal(400, "not_an_image", exception.Message);
        }
    }
}
