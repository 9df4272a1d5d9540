namespace SneakerCheck.Imaging;

/// <summary>One component of a picture to write. Beyond the right and lower edges the last samples are repeated.</summary>
/// <param name="Samples">Row by row.</param>
/// <param name="Width">Samples per row.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct JpegWriterPlane(byte[] Samples, int Width, int Height)
{
    /// <summary>The plane at half its size, each sample the mean of four.</summary>
    public JpegWriterPlane Halved()
    {
        var half = new JpegWriterPlane(new byte[(Width + 1) / 2 * ((Height + 1) / 2)], (Width + 1) / 2, (Height + 1) / 2);
        for (var y = 0; y < half.Height; y++)
        {
            var upper = Row(2 * y);
            var lower = Row(2 * y + 1);
            for (var x = 0; x < half.Width; x++)
            {
                var (left, right) = (2 * x, Math.Min(2 * x + 1, Width - 1));
                half.Samples[y * half.Width + x] = (byte)((upper[left] + upper[right] + lower[left] + lower[right] + 2) >> 2);
            }
        }
        return half;
    }

    /// <summary>The block of 8 × 8 samples at a position, centred on 0.</summary>
    public void Read(int left, int top, Span<float> block)
    {
        for (var y = 0; y < 8; y++)
        {
            var row = Row(top + y);
            for (var x = 0; x < 8; x++)
                block[y * 8 + x] = row[Math.Min(left + x, Width - 1)] - 128;
        }
    }

    private ReadOnlySpan<byte> Row(int y) => Samples.AsSpan(Math.Min(y, Height - 1) * Width, Width);
}
