namespace SneakerCheck.Imaging;

/// <summary>The colour model of the components of a frame.</summary>
internal enum JpegColorModel
{
    Grayscale,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}

/// <summary>Converts the DC coefficients of a frame to planes of luma and chroma.</summary>
internal static class JpegColors
{
    /// <summary>
    /// The colour model, from the number of components, the JFIF and Adobe segments and, without either, component ids that spell RGB.
    /// </summary>
    public static JpegColorModel ModelOf(JpegFrame frame, bool hasJfif, int? adobeTransform) => frame.Components switch
    {
        [_] => JpegColorModel.Grayscale,
        [_, _, _, _] => adobeTransform == 2 ? JpegColorModel.Ycck : JpegColorModel.Cmyk,
        _ when hasJfif => JpegColorModel.YCbCr,
        _ when adobeTransform is { } transform => transform == 0 ? JpegColorModel.Rgb : JpegColorModel.YCbCr,
        [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }] => JpegColorModel.Rgb,
        _ => JpegColorModel.YCbCr,
    };

    /// <summary>Luma, and chroma unless grayscale, of <paramref name="width"/> × <paramref name="height"/> samples each.</summary>
    public static (byte[] Luma, byte[]? Cb, byte[]? Cr) Planes(
        JpegFrame frame, JpegColorModel model, bool isInverted, int width, int height)
    {
        var planes = Array.ConvertAll(frame.Components, component => Plane(frame, component, width, height));
        if (model == JpegColorModel.Ycck)
        {
            TurnIntoRgb(planes);
            Invert(planes.AsSpan(0, 3));
        }

        // Adobe's programs write inks inverted, 255 being bare paper, which is the form needed here.
        if (model == JpegColorModel.Cmyk && !isInverted)
            Invert(planes);
        if (model is JpegColorModel.Cmyk or JpegColorModel.Ycck)
            Darken(planes);
        if (model is not (JpegColorModel.Grayscale or JpegColorModel.YCbCr))
            TurnIntoYCbCr(planes);
        return model == JpegColorModel.Grayscale ? (planes[0], null, null) : (planes[0], planes[1], planes[2]);
    }

    private static byte[] Plane(JpegFrame frame, JpegComponent component, int width, int height)
    {
        // Quarters are treated as blocks sampled twice as finely.
        var scale = component.Quarters is null ? 1 : 2;
        var (across, down, maxVertical) = (scale * component.Horizontal, scale * component.Vertical, frame.MaxVertical);
        var plane = GC.AllocateUninitializedArray<byte>(width * height);
        Span<byte> samples = stackalloc byte[across == frame.MaxHorizontal ? 0 : scale * component.Stride];
        var last = -1;
        for (var y = 0; y < height; y++)
        {
            var row = plane.AsSpan(y * width, width);
            // A subsampled component repeats each of its samples.
            var from = y * down / maxVertical;
            if (from == last)
            {
                plane.AsSpan((y - 1) * width, width).CopyTo(row);
                continue;
            }

            last = from;
            if (samples.IsEmpty)
            {
                Row(component, from, row);
                continue;
            }

            Row(component, from, samples);
            for (var (x, sample, rest) = (0, 0, 0); x < row.Length; x++)
            {
                row[x] = samples[sample];
                rest += across;
                if (rest >= frame.MaxHorizontal)
                    (sample, rest) = (sample + 1, rest - frame.MaxHorizontal);
            }
        }

        return plane;
    }

    private static void Row(JpegComponent component, int row, Span<byte> samples)
    {
        if (component.Quarters is { } quarters)
        {
            quarters.AsSpan(row * 2 * component.Stride, samples.Length).CopyTo(samples);
            return;
        }

        // A component without a scan is mid-gray.
        var step = component.Quantisation?[0] ?? 0;
        Sample(component.Dc.AsSpan(row * component.Stride, samples.Length), step, samples);
    }

    /// <summary>
    /// The means of blocks: an eighth of their DC coefficients, around 128. Impossible values wrap around as in libjpeg-turbo, whose
    /// result this must match: ten bits count, and they are within the low 16 bits of the product.
    /// </summary>
    private static void Sample(ReadOnlySpan<short> coefficients, int step, Span<byte> samples)
    {
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)Math.Clamp(((short)((coefficients[i] * step + 4) << 3) >> 6) + 128, 0, 255);
    }

    private static void Invert(Span<byte[]> planes)
    {
        foreach (var plane in planes)
        {
            for (var i = 0; i < plane.Length; i++)
                plane[i] = (byte)~plane[i];
        }
    }

    // The black ink attenuates the light that the other inks leave.
    private static void Darken(byte[][] planes)
    {
        for (var i = 0; i < planes[3].Length; i++)
        {
            for (var color = 0; color < 3; color++)
                planes[color][i] = (byte)((planes[color][i] * planes[3][i] + 127) / 255);
        }
    }

    // ITU-T T.871 in 16-bit fixed point.
    private static void TurnIntoRgb(byte[][] planes)
    {
        for (var i = 0; i < planes[0].Length; i++)
        {
            var (luma, cb, cr) = (planes[0][i] << 16 | 0x8000, planes[1][i] - 128, planes[2][i] - 128);
            planes[0][i] = (byte)Math.Clamp((luma + 91881 * cr) >> 16, 0, 255);
            planes[1][i] = (byte)Math.Clamp((luma - 22554 * cb - 46802 * cr) >> 16, 0, 255);
            planes[2][i] = (byte)Math.Clamp((luma + 116130 * cb) >> 16, 0, 255);
        }
    }

    private static void TurnIntoYCbCr(byte[][] planes)
    {
        for (var i = 0; i < planes[0].Length; i++)
        {
            var (red, green, blue) = (planes[0][i], planes[1][i], planes[2][i]);
            planes[0][i] = (byte)((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
            planes[1][i] = (byte)((-11059 * red - 21709 * green + 32768 * blue + 0x807FFF) >> 16);
            planes[2][i] = (byte)((32768 * red - 27439 * green - 5329 * blue + 0x807FFF) >> 16);
        }
    }
}
