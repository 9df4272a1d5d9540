using System.Numerics.Tensors;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Imaging;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Checks.Likeness;

public sealed class PhotoFeaturesTests
{
    [Fact]
    public void Photos_of_one_shoe_are_nearer_than_photos_of_two()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var photo = ShoePhoto.Shoe(seed);
            var features = PhotoFeatures.Extract(photo.Read());
            var stranger = Distance(features, PhotoFeatures.Extract(ShoePhoto.Shoe(seed + 50).Read()));
            foreach (var again in new[] { photo.Resize(400, 300), photo.Change(value => value * 0.85f + 5), photo.Crop(0.02) })
                Assert.InRange(Distance(features, PhotoFeatures.Extract(again.Read(60))), 0, 0.7 * stranger);
        }
    }

    [Fact]
    public void Any_photo_has_features_of_one_length_finite_and_of_bounded_norm()
    {
        byte[][] photos =
        [
            TestJpeg.Encode(1, 1, (_, _) => (255, 0, 0)), TestJpeg.Encode(2000, 9, (x, _) => ((byte)x, 0, 0)),
            TestJpeg.EncodeGray(64, 64, (_, _) => 0),
            TestJpeg.EncodeGray(903, 517, (x, y) => (byte)((x / 100 + y / 100) % 3 == 0 ? (x / 8 * 37 + y / 8 * 91) % 256 : 0)),
            TestJpeg.EncodeGray(300, 300, (x, y) => (byte)((x ^ y) % 2 * 255)),
            .. Fixture.All(),
        ];
        foreach (var photo in photos.Where(photo => !photo.AsSpan().SequenceEqual(Fixture.Jpeg("arithmetic"))))
        {
            var features = PhotoFeatures.Extract(JpegReader.Read(photo, JpegLimits.Default));

            Assert.Equal(PhotoFeatures.Length, features.Length);
            Assert.All(features, number => Assert.True(float.IsFinite(number)));
            Assert.InRange(TensorPrimitives.Norm<float>(features), 0, 1.1);
        }
    }

    [Fact]
    public void Colour_counts()
    {
        var red = PhotoFeatures.Extract(JpegReader.Read(TestJpeg.Encode(200, 200, (_, _) => (200, 40, 40)), JpegLimits.Default));
        var blue = PhotoFeatures.Extract(JpegReader.Read(TestJpeg.Encode(200, 200, (_, _) => (40, 40, 200)), JpegLimits.Default));

        Assert.InRange(Distance(red, blue), 0.1, 2);
    }

    private static float Distance(float[] a, float[] b) => TensorPrimitives.Distance<float>(a, b);
}
