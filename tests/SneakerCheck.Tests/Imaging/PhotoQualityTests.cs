using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class PhotoQualityTests
{
    private static readonly int[] Seeds = [1, 2, 3];

    [Fact]
    public void A_blurred_photo_is_less_sharp_than_any_good_one_whatever_quality_either_is_saved_at()
    {
        var photos = Seeds.Select(seed => ShoePhoto.Shoe(seed, 320, 240)).ToArray();
        var good = Sharpness(photos);
        var blurred = Sharpness(photos.Select(photo => photo.Blur(2)));

        Assert.True(blurred.Max() < 0.8 * good.Min(), $"blurred up to {blurred.Max():F1}, good from {good.Min():F1}");

        static double[] Sharpness(IEnumerable<ShoePhoto> photos) =>
            [.. photos.SelectMany(photo => new[] { 60, 85, 95 }.Select(quality => Measure(photo, quality).Sharpness))];
    }

    [Fact]
    public void Dark_and_bright_photos_are_separated_from_good_ones()
    {
        foreach (var seed in Seeds)
        {
            var good = Measure(ShoePhoto.Shoe(seed));
            var dark = Measure(ShoePhoto.Shoe(seed).Change(value => value * 0.03f));
            var bright = Measure(ShoePhoto.Shoe(seed).Change(value => value * 1.2f + 90));

            Assert.InRange(good.MeanLuma, 90, 200);
            Assert.InRange(good.ShadowFraction + good.HighlightFraction, 0, 0.2);
            Assert.InRange(dark.MeanLuma, 0, 40);
            Assert.InRange(dark.ShadowFraction, 0.15, 1);
            Assert.InRange(bright.HighlightFraction, 0.5, 1);
            Assert.True(dark.Contrast < 0.3 * good.Contrast);
        }
    }

    [Fact]
    public void The_number_of_pixels_is_that_of_the_photo_not_of_the_thumbnail()
    {
        Assert.Equal(333 * 77, PhotoQuality.Measure(JpegReader.Read(TestJpeg.EncodeGray(333, 77, (_, _) => 9), JpegLimits.Default)).Pixels);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.4)]
    public void Fill_is_the_share_of_the_frame_that_the_subject_takes(double fill)
    {
        foreach (var seed in Seeds)
            Assert.InRange(Measure(ShoePhoto.Shoe(seed, fill: fill)).SubjectFill, 0.6 * fill, 1.1 * fill + 0.01);
    }

    [Fact]
    public void A_blank_photo_has_no_subject_and_no_detail()
    {
        var blank = PhotoQuality.Measure(JpegReader.Read(TestJpeg.EncodeGray(300, 200, (_, _) => 140), JpegLimits.Default));

        Assert.Equal((0, 0), (blank.SubjectFill, blank.Contrast));
        Assert.InRange(blank.Sharpness, 0, 0.1);
    }

    private static PhotoQuality Measure(ShoePhoto photo, int quality = 85) => PhotoQuality.Measure(photo.Read(quality));
}
