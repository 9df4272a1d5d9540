using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class ThumbnailCorrelationTests
{
    [Trait(Speed.Category, Speed.Slow)]
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public void Copies_correlate_and_other_photos_do_not()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var photo = ShoePhoto.Shoe(seed, 960, 720);
            var original = ThumbnailCorrelation.Signature(photo.Read());
            foreach (var (copy, window) in new[]
            {
                (photo.Resize(480, 360), HashWindow.Stored[0]),
                (photo.Change(value => value * 0.8f + 15), HashWindow.Stored[0]),
                (photo.Crop(0.02), HashWindow.Stored[2]),
                (photo.Crop(0.04), HashWindow.Stored[3]),
            })
            {
                var correlation = ThumbnailCorrelation.Compare(ThumbnailCorrelation.Signature(copy.Read(50)), original, window: window);
                Assert.InRange(correlation, ThumbnailCorrelation.SamePicture, 1);
            }

            var other = ThumbnailCorrelation.Signature(ShoePhoto.Shoe(seed + 100, 960, 720).Read());
            Assert.InRange(ThumbnailCorrelation.Compare(original, other), -1, ThumbnailCorrelation.SamePicture - 0.05);
        }
    }

    [Fact]
    public void A_turned_copy_correlates_after_turning_it_back()
    {
        var jpeg = ShoePhoto.Shoe(2).Encode();
        var original = ThumbnailCorrelation.Signature(JpegReader.Read(jpeg, JpegLimits.Default));
        var turned = ThumbnailCorrelation.Signature(JpegReader.Read(TestJpeg.WithExif(jpeg, 6), JpegLimits.Default));

        Assert.InRange(ThumbnailCorrelation.Compare(original, turned, Orientation.Rotate90), 0.98, 1);
        Assert.InRange(ThumbnailCorrelation.Compare(original, turned), -1, 0.9);
    }

    [Fact]
    public void A_blank_photo_correlates_with_nothing()
    {
        var blank = new byte[ThumbnailCorrelation.SignatureLength];

        Assert.Equal(0, ThumbnailCorrelation.Compare(blank, blank));
        Assert.Throws<ArgumentException>(() => ThumbnailCorrelation.Compare(blank, [1, 2, 3]));
    }
}
