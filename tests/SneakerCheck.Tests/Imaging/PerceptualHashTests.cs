using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

public sealed class PerceptualHashTests
{
    [Fact]
    public void A_photo_saved_again_resized_or_brightened_keeps_its_hash()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var photo = ShoePhoto.Shoe(seed);
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
        var photos = Enumerable.Range(0, 20).Select(seed => PerceptualHash.ComputeAll(ShoePhoto.Shoe(seed, 320, 240).Read())).ToArray();

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
        var jpeg = ShoePhoto.Shoe(3, 331, 246).Encode();
        var upright = JpegReader.Read(jpeg, JpegLimits.Default);
        var turned = JpegReader.Read(TestJpeg.WithExif(jpeg, (int)orientation), JpegLimits.Default);

        Assert.InRange(PerceptualHash.Compute(upright, orientation).Distance(PerceptualHash.Compute(turned)), 0, 4);
        Assert.Equal(PerceptualHash.Compute(upright, orientation), PerceptualHash.ComputeAll(upright)[(int)orientation - 1]);
    }

    [Fact]
    public void A_cropped_photo_is_near_one_of_the_stored_windows()
    {
        var random = new Random(7);
        for (var seed = 0; seed < 6; seed++)
        {
            var photo = ShoePhoto.Shoe(seed);
            var stored = PerceptualSpectrum.Compute(photo.Read(90), HashWindow.Stored).Select(window => window.Hash()).ToArray();
            Assert.Equal(PerceptualHash.Compute(photo.Read(90)), stored[0]);
            foreach (var share in new[] { 0.0125, 0.025, 0.0375, random.NextDouble() * 0.04 })
            {
                var cropped = PerceptualHash.Compute(photo.Crop(share).Read());
                Assert.InRange(stored.Min(hash => hash.Distance(cropped)), 0, PerceptualHash.CandidateDistance);
            }
        }
    }

    [Fact]
    public void Packed_hashes_are_read_back()
    {
        PerceptualHash[] hashes = [PerceptualHash.Compute(ShoePhoto.Shoe(1).Read()), new(1, 2, 3, ulong.MaxValue)];

        Assert.Equal(64, PerceptualHash.Pack(hashes).Length);
        Assert.Equal(hashes, PerceptualHash.Unpack(PerceptualHash.Pack(hashes)));
    }

    [Fact]
    public void A_bit_is_in_at_most_one_band_and_240_bits_are_in_one()
    {
        var counts = Enumerable.Range(0, 256).Select(bit =>
        {
            Span<ulong> parts = [0, 0, 0, 0];
            parts[bit >> 6] = 1UL << (bit & 63);
            return new PerceptualHash(parts[0], parts[1], parts[2], parts[3]).Bands().Sum(int.PopCount);
        }).ToArray();

        Assert.All(counts, count => Assert.InRange(count, 0, 1));
        Assert.Equal(240, counts.Sum());
    }

    [Fact]
    public void A_probe_of_a_band_differs_from_it_in_at_most_one_bit()
    {
        var probes = PerceptualHash.Probes(0x5A5A5A).ToArray();

        Assert.Equal(25, probes.Distinct().Count());
        Assert.All(probes, probe => Assert.True(int.PopCount(probe ^ 0x5A5A5A) <= 1 && probe < 1 << 24));
    }

    [Fact]
    public void Relative_to_the_median_of_its_view_a_photo_is_distinguished_by_its_details()
    {
        // Shoes that share a strong outline and differ in a weak detail.
        var spectra = Enumerable.Range(0, 12).Select(seed => PerceptualSpectrum.Compute(Common(seed))).ToArray();
        var median = ViewMedian.Of("side", [.. spectra.Select(spectrum => spectrum.Coefficients.ToArray())]);

        Assert.True(Mean(null) + 25 < Mean(median), $"{Mean(null)} without, {Mean(median)} with the median");

        double Mean(ViewMedian? against) => (
            from a in Enumerable.Range(0, spectra.Length)
            from b in Enumerable.Range(0, a)
            select spectra[a].Hash(median: against).Distance(spectra[b].Hash(median: against))).Average();

        static JpegThumbnail Common(int seed)
        {
            var (outline, own) = (ShoePhoto.Shoe(99, 320, 240).Read(), ShoePhoto.Shoe(seed, 320, 240).Read());
            for (var i = 0; i < outline.Luma.Length; i++)
                outline.Luma[i] = (byte)(outline.Luma[i] * 0.8 + own.Luma[i] * 0.2);
            return outline;
        }
    }
}
