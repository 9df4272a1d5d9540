using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Imaging;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Pictures;

/// <summary>
/// Small versions of pictures: JPEGs at an eighth of the width and height, without EXIF. Each is made on first request and stored
/// beside the picture. For a picture that is small already or not a JPEG, the original is used.
/// </summary>
public sealed class SmallPictures(PhotoMemory memory, [FromKeyedServices(PictureBlob.Container)] BlobStore blobs)
{
    // Below this many bytes a small version would save little.
    private const int SmallSize = 64 * 1024;

    // Pixels of the longer side. An eighth of less would be too small to show anything.
    private const int SmallSide = 1024;

    private const int Quality = 80;

    /// <summary>The blob to send when a small version is requested.</summary>
    public async Task<string> BlobOf(FeedEntry picture, CancellationToken cancellation)
    {
        if (picture.ContentType != ImageFormat.Jpeg || picture.Size <= SmallSize)
            return picture.Blob;
        var name = PictureBlob.Small(picture.Blob);
        var size = (await blobs.Find(name, cancellation))?.Size ?? await Make(picture, name, cancellation);
        return size == 0 ? picture.Blob : name;
    }

    // An empty blob means that the original is used. Two concurrent calls write the same bytes.
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
            // Not a readable JPEG although it begins like one: the original is used.
            return [];
        }
    }
}
