using System.Numerics.Tensors;

namespace SneakerCheck.Benchmarks;

/// <summary>Typical damage to a photo, applied to grayscale pixels.</summary>
internal static class PixelChanges
{
    // The approximate exponent between light and display values.
    private const double Gamma = 1 / 2.2;

    /// <summary>Luma of a colour photo, by the JFIF formula.</summary>
    public static Pixels ToGray(this Pixels photo)
    {
        if (photo.Channels == 1)
            return photo;
        var gray = new byte[photo.Width * photo.Height];
        for (var i = 0; i < gray.Length; i++)
            gray[i] = (byte)(0.299f * photo.Samples[3 * i] + 0.587f * photo.Samples[3 * i + 1] + 0.114f * photo.Samples[3 * i + 2] + 0.5f);
        return new Pixels(photo.Width, photo.Height, 1, gray);
    }

    /// <summary>The centre of the photo, cropped to at most the given size.</summary>
    public static Pixels Middle(this Pixels photo, int mostWidth, int mostHeight)
    {
        var (width, height) = (Math.Min(photo.Width, mostWidth), Math.Min(photo.Height, mostHeight));
        var middle = new byte[width * height];
        for (var y = 0; y < height; y++)
            photo.Samples.AsSpan(((photo.Height - height) / 2 + y) * photo.Width + (photo.Width - width) / 2, width).CopyTo(
                middle.AsSpan(y * width));
        return new Pixels(width, height, 1, middle);
    }

    /// <summary>Blurred by an approximate Gaussian of the given standard deviation in pixels.</summary>
    public static Pixels Blur(this Pixels photo, double sigma)
    {
        var reach = (int)Math.Ceiling(3 * sigma);
        var kernel = Enumerable.Range(-reach, 2 * reach + 1).Select(i => (float)Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        TensorPrimitives.Divide(kernel, TensorPrimitives.Sum<float>(kernel), kernel);
        var (width, height) = (photo.Width, photo.Height);
        var down = new float[width * height];
        var source = Array.ConvertAll(photo.Samples, sample => (float)sample);
        for (var y = 0; y < height; y++)
        {
            var row = down.AsSpan(y * width, width);
            for (var i = -reach; i <= reach; i++)
                TensorPrimitives.MultiplyAdd(source.AsSpan(Math.Clamp(y + i, 0, height - 1) * width, width), kernel[i + reach], row, row);
        }

        var blurred = new byte[width * height];
        var (padded, sum) = (new float[width + 2 * reach], new float[width]);
        for (var y = 0; y < height; y++)
        {
            var row = down.AsSpan(y * width, width);
            padded.AsSpan(0, reach).Fill(row[0]);
            row.CopyTo(padded.AsSpan(reach));
            padded.AsSpan(reach + width).Fill(row[^1]);
            Array.Clear(sum);
            for (var i = 0; i < kernel.Length; i++)
                TensorPrimitives.MultiplyAdd(padded.AsSpan(i, width), kernel[i], sum, sum);
            for (var x = 0; x < width; x++)
                blurred[y * width + x] = (byte)Math.Clamp(sum[x] + 0.5f, 0, 255);
        }

        return photo with { Samples = blurred };
    }

    /// <summary>At half the width and height, each pixel the mean of four.</summary>
    public static Pixels Half(this Pixels photo)
    {
        var (width, height) = (photo.Width / 2, photo.Height / 2);
        var half = new byte[width * height];
        for (var i = 0; i < half.Length; i++)
        {
            var at = 2 * (i / width) * photo.Width + 2 * (i % width);
            half[i] = (byte)((
                photo.Samples[at] + photo.Samples[at + 1] + photo.Samples[at + photo.Width] + photo.Samples[at + photo.Width + 1] + 2) / 4);
        }

        return new Pixels(width, height, 1, half);
    }

    /// <summary>At twice the width and height, by linear interpolation.</summary>
    public static Pixels Twice(this Pixels photo)
    {
        var (width, height) = (2 * photo.Width, 2 * photo.Height);
        var twice = new byte[width * height];
        for (var i = 0; i < twice.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            var (near, far) = (y / 2 * photo.Width, Math.Clamp(y / 2 + 2 * (y & 1) - 1, 0, photo.Height - 1) * photo.Width);
            var (left, beside) = (x / 2, Math.Clamp(x / 2 + 2 * (x & 1) - 1, 0, photo.Width - 1));
            twice[i] = (byte)((9 * photo.Samples[near + left] + 3 * photo.Samples[near + beside] + 3 * photo.Samples[far + left]
                + photo.Samples[far + beside] + 8) / 16);
        }

        return new Pixels(width, height, 1, twice);
    }

    /// <summary>With 2 to the power of <paramref name="stops"/> times the light.</summary>
    public static Pixels Expose(this Pixels photo, double stops)
    {
        var gain = Math.Pow(2, stops * Gamma);
        return photo with { Samples = Array.ConvertAll(photo.Samples, sample => (byte)Math.Min(255, sample * gain + 0.5)) };
    }
}
