using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Checks;

/// <summary>Small drawn photos.</summary>
public static class TestPhoto
{
    private const int Side = 192;
    private static int last;

    /// <summary>A photo that looks like no other photo.</summary>
    public static byte[] Unique() => Texture(Interlocked.Increment(ref last));

    /// <summary>A photo of soft spots that depend on the number.</summary>
    public static byte[] Texture(int number, bool mirrored = false, int quality = 85)
    {
        var random = new Random(number);
        var spots = Enumerable.Range(0, 40)
            .Select(_ => (X: random.Next(Side), Y: random.Next(Side), Radius: random.Next(8, 40), Light: random.Next(-110, 110)))
            .ToArray();
        return TestJpeg.Encode(
            Side,
            Side,
            (x, y) =>
            {
                var at = mirrored ? Side - 1 - x : x;
                double light = 128;
                foreach (var spot in spots)
                {
                    double distance = ((spot.X - at) * (spot.X - at)) + ((spot.Y - y) * (spot.Y - y));
                    light += distance < spot.Radius * spot.Radius ? spot.Light * (1 - (distance / (spot.Radius * spot.Radius))) : 0;
                }
                var gray = (byte)Math.Clamp(light, 0, 255);
                return (gray, gray, (byte)(255 - gray));
            },
            quality);
    }

    /// <summary>A shoe of one make: stripes with the make's direction, width and colour, slightly different for each pair.</summary>
    public static byte[] Shoe(Make make, int pair)
    {
        var random = new Random(((int)make * 10_000) + pair);
        var (shift, width, shade) = (random.NextDouble() * 3, 18 + random.NextDouble(), random.Next(-6, 7));
        var grain = random.Next();
        return TestJpeg.Encode(Side, Side, (x, y) =>
        {
            var along = make switch
            {
                Make.Genuine => x,
                Make.Fake => y,
                _ => Math.Sqrt(((x - 96.0) * (x - 96.0)) + ((y - 96.0) * (y - 96.0))) * 2.2,
            };
            var noise = ((((x / 8) * 73) ^ ((y / 8) * 179) ^ grain) & 15) - 8;
            var light = (byte)Math.Clamp((Math.Sin((along + shift) * Math.PI / width) > 0 ? 190 : 70) + shade + noise, 0, 255);
            return make switch
            {
                Make.Genuine => (light, (byte)(light / 2), (byte)(light / 2)),
                Make.Fake => ((byte)(light / 2), (byte)(light / 2), light),
                _ => ((byte)(light / 3), light, (byte)(light / 3)),
            };
        });
    }

    public enum Make
    {
        Genuine,
        Fake,
        Unknown,
    }
}
