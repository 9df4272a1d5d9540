using SneakerCheck.Checks.Vision;

namespace SneakerCheck.Tests.Checks.Vision;

public sealed class PerceptualHashTests
{
    [Fact]
    public void A_photo_saved_again_resized_or_brightened_keeps_its_hash()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var photo = TestPhoto.Shoe(seed);
            var original = PerceptualHash.Compute(photo.Read(90));

            AssertSame(photo.Read(40), "saved again");
            AssertSame(photo.Resize(240, 180).Read(), "at half its size");
            AssertSame(photo.Resize(375, 281).Read(), "at 78 % of its size");
            AssertSame(photo.Change(value => value * 1.1f + 10).Read(), "brightened");
            AssertSame(photo.Change(value => value * 0.8f).Read(), "darkened");

            void AssertSame(JpegThumbnail copy, string how)
            {
                var distance = original.Distance(PerceptualHash.Compute(copy));
                Assert.True(distance <= PerceptualHash.FlagDistance, $"photo {seed} {how}: {distance}");
            }
        }
    }

    [Fact]
    public void Different_photos_are_far_apart_in_every_orientation()
    {
        var photos = Enumerable.Range(0, 20).Select(seed => PerceptualHash.ComputeAll(TestPhoto.Shoe(seed, 320, 240).Read())).ToArray();

        for (var a = 0; a < photos.Length; a++)
        {
            for (var b = 0; b < a; b++)
                Assert.All(photos[a], turned => Assert.True(turned.Distance(photos[b][0]) > PerceptualHash.CandidateDistance + 15));
        }
    }

    [Theory]
    [InlineData(Orientation.Normal)]
    [InlineData(Orientation.FlipHorizontal)]
    [InlineData(Orientation.Rotate180)]
    [InlineData(Orientation.FlipVertical)]
    [InlineData(Orientation.Transpose)]
    [InlineData(Orientation.Rotate90)]
    [InlineData(Orientation.Transverse)]
    [InlineData(Orientation.Rotate270)]
    public void A_turned_hash_is_the_hash_of_the_turned_photo(Orientation orientation)
    {
        var jpeg = TestPhoto.Shoe(3, 331, 246).Encode();
        var upright = JpegReader.Read(jpeg, JpegLimits.Default);
        var turned = JpegReader.Read(TestJpeg.WithExif(jpeg, (int)orientation), JpegLimits.Default);

        Assert.InRange(PerceptualHash.Compute(upright, orientation).Distance(PerceptualHash.Compute(turned)), 0, 4);
        Assert.Equal(PerceptualHash.Compute(upright, orientation), PerceptualHash.ComputeAll(upright)[(int)orientation - 1]);
    }

    [Fact]
    public void Text_is_sixty_four_digits_and_reads_back()
    {
        var hash = PerceptualHash.Compute(TestPhoto.Shoe(1).Read());

        Assert.Equal(64, hash.ToString().Length);
        Assert.Equal(hash, PerceptualHash.Parse(hash.ToString()));
        Assert.Equal(new PerceptualHash(1, 2, 3, 0xF), PerceptualHash.Parse($"{1:x16}{2:x16}{3:x16}{15:x16}"));
        Assert.Throws<FormatException>(() => PerceptualHash.Parse("12"));
        Assert.Throws<FormatException>(() => PerceptualHash.Parse(new string('g', 64)));
    }

    [Fact]
    public void Every_bit_is_in_one_band_and_one_band_only()
    {
        for (var bit = 0; bit < 256; bit++)
        {
            Span<ulong> parts = [0, 0, 0, 0];
            parts[bit >> 6] = 1UL << (bit & 63);
            var bands = new PerceptualHash(parts[0], parts[1], parts[2], parts[3]).Bands();
            Assert.Equal(1, bands.Sum(band => ushort.PopCount(band)));
        }
    }

    [Fact]
    public void Probing_finds_every_hash_within_the_flag_distance()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 500; trial++)
        {
            var stored = new PerceptualHash((ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64());
            Span<ulong> parts = [stored.A, stored.B, stored.C, stored.D];
            foreach (var bit in Enumerable.Range(0, 256).OrderBy(_ => random.Next()).Take(PerceptualHash.FlagDistance))
                parts[bit >> 6] ^= 1UL << (bit & 63);
            var sought = new PerceptualHash(parts[0], parts[1], parts[2], parts[3]);

            Assert.Equal(PerceptualHash.FlagDistance, stored.Distance(sought));
            Assert.Contains(stored.Bands().Zip(sought.Bands()), pair => PerceptualHash.Probes(pair.Second).Contains(pair.First));
        }
    }
}
