using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Imaging;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Pictures;

/// <summary>
/// Small versions of pictures: an eighth of a JPEG's width and height, without its EXIF. Each is made when it is first asked for
/// and kept beside the picture. A picture that is small itself, or of another kind, stands for itself.
/// </summary>
public sealed class SmallPictures(PhotoMemory memory, [FromKeyedServices(PictureBlob.Container)] BlobStore blobs)
{
    // Below this it would save little.
    private const int SmallSize = 64 * 1024;

    // Of the longer side, pixels: an eighth of less shows nothing.
    private const int SmallSide = 1024;

    private const int Quality = 80;

    /// <summary>The blob to show where a small version is asked for.</summary>
    public async Task<string> BlobOf(FeedEntry picture, CancellationToken cancellation)
    {
        if (picture.ContentType != ImageFormat.Jpeg || picture.Size <= SmallSize)
            return picture.Blob;
        var name = PictureBlob.Small(picture.Blob);
        var size = (await blobs.Find(name, cancellation))?.Size ?? await Make(picture, name, cancellation);
        return size == 0 ? picture.Blob : name;
    }

    // Nothing, zero bytes, says that the picture stands for itself. Made twice at once, it comes out the same.
    private async Task<long> Make(FeedEntry picture, string name, CancellationToken cancellation)
    {
        byte[] small;
        using (var room = await memory.Take((int)picture.Size, cancellation))
        {
            await using var content = await blobs.OpenRead(picture.Blob, cancellation);
            if (content is null)
                return 0;
            await content.ReadExactlyAsync(room.Bytes, cancellation);
            small = Shrink(room.Bytes.Span);
        }
        await blobs.Upload(name, new MemoryStream(small), ImageFormat.Jpeg, cancellation);
        return small.Length;
    }

    private static byte[] Shrink(ReadOnlySpan<byte> jpeg)
    {
        try
        {
            var thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);
            return Math.Max(thumbnail.PixelWidth, thumbnail.PixelHeight) < SmallSide ? [] : JpegWriter.Write(thumbnail, Quality);
        }
        catch (JpegException)
        {
            // It only begins like one. Whoever posted it sees what they posted.
            return [];
        }
    }
}
