using SneakerCheck.Imaging;

namespace SneakerCheck.Commands;

/// <summary>Photos as a page needs them: small, so that one file can hold all of a check.</summary>
public static class SmallPicture
{
    private const int Quality = 85;

    // An eighth of a phone's photo is large enough to look at. An eighth of a small photo is not, and the photo itself is small.
    private const int SmallestSide = 400;

    /// <summary>The photo scaled to an eighth; the photo itself if that would be too small, or if it cannot be read.</summary>
    public static byte[] Of(byte[] jpeg)
    {
        try
        {
            var thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);
            return Math.Max(thumbnail.Width, thumbnail.Height) < SmallestSide ? jpeg : JpegWriter.Write(thumbnail, Quality);
        }
        catch (JpegException)
        {
            return jpeg;
        }
    }
}
