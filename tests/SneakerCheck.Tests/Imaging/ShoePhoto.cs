using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

/// <summary>Synthetic photos for measurements: a textured subject on a plain ground, different for every seed.</summary>
internal sealed class ShoePhoto
{
    private readonly int width;
    private readonly int height;
    private readonly float[] luma;
    private readonly float warmth;

    private ShoePhoto(int width, int height, float[] luma, float warmth) =>
        (this.width, this.height, this.luma, this.warmth) = (width, height, luma, warmth);

    public static ShoePhoto Shoe(int seed, int width = 480, int height = 360, double fill = 0.35)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 14).Select(i => (
            Fx: (random.NextDouble() - 0.5) * (4 + 8 * i),
            Fy: (random.NextDouble() - 0.5) * (4 + 8 * i),
            Phase: random.NextDouble() * 7)).ToArray();
        var (tilt, ground, radius) = (random.NextDouble() * 3, 170 + random.Next(40), Math.Sqrt(fill / (0.6 * Math.PI)));
        var luma = new float[width * height];
        var noise = new Random(seed + 1);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((double)x / width - 0.5, (double)y / height - 0.5);
                var (along, across) = (u * Math.Cos(tilt) + v * Math.Sin(tilt), v * Math.Cos(tilt) - u * Math.Sin(tilt));
                var value = (double)ground + 8 * u;
                if (along * along + across * across / 0.36 < radius * radius)
                {
                    value = 105;
                    for (var i = 0; i < waves.Length; i++)
                        value += 60 / (1 + i * 0.5) * MathF.Sin((float)(6.28 * (waves[i].Fx * u + waves[i].Fy * v) + waves[i].Phase));
                }

                luma[y * width + x] = (float)value;
            }
        }

        for (var i = 0; i < luma.Length; i++)
            luma[i] += 10 * (noise.NextSingle() - 0.5f);
        return new ShoePhoto(width, height, luma, (float)random.NextDouble() * 0.2f);
    }

    public ShoePhoto Change(Func<float, float> change) => new(width, height, Array.ConvertAll(luma, value => change(value)), warmth);

    public ShoePhoto Blur(double sigma)
    {
        var reach = (int)Math.Ceiling(3 * sigma);
        var kernel = Enumerable.Range(-reach, 2 * reach + 1).Select(i => (float)Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        var across = Convolve(luma, 1, width, x => x % width);
        return new ShoePhoto(width, height, Convolve(across, width, height, at => at / width), warmth);

        float[] Convolve(float[] from, int step, int length, Func<int, int> place)
        {
            var to = new float[from.Length];
            for (var at = 0; at < to.Length; at++)
            {
                var here = place(at);
                for (var i = -reach; i <= reach; i++)
                    to[at] += kernel[i + reach] / sum * from[at + (Math.Clamp(here + i, 0, length - 1) - here) * step];
            }

            return to;
        }
    }

    public ShoePhoto Resize(int newWidth, int newHeight)
    {
        var resized = new float[newWidth * newHeight];
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                var (left, right) = (x * width / newWidth, Math.Max((x + 1) * width / newWidth, x * width / newWidth + 1));
                var (top, bottom) = (y * height / newHeight, Math.Max((y + 1) * height / newHeight, y * height / newHeight + 1));
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                        resized[y * newWidth + x] += luma[row * width + column] / ((right - left) * (bottom - top));
                }
            }
        }

        return new ShoePhoto(newWidth, newHeight, resized, warmth);
    }

    public ShoePhoto Crop(double share)
    {
        var (left, top) = ((int)(width * share), (int)(height * share));
        var (newWidth, newHeight) = (width - 2 * left, height - 2 * top);
        var cropped = new float[newWidth * newHeight];
        for (var i = 0; i < cropped.Length; i++)
            cropped[i] = luma[(top + i / newWidth) * width + left + i % newWidth];
        return new ShoePhoto(newWidth, newHeight, cropped, warmth);
    }

    public byte[] Encode(int quality = 85) => TestJpeg.Encode(width, height, (x, y) =>
    {
        var value = luma[y * width + x];
        return (Byte(value * (1 + warmth)), Byte(value), Byte(value * (1 - warmth)));
    }, quality);

    public JpegThumbnail Read(int quality = 85) => JpegReader.Read(Encode(quality), JpegLimits.Default);

    private static byte Byte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}
