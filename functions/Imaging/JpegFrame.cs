using System.Buffers;
using System.Buffers.Binary;

namespace SneakerCheck.Imaging;

/// <summary>The contents of the frame header (SOF).</summary>
internal sealed class JpegFrame : IDisposable
{
    private const byte BaselineMarker = 0xC0, ExtendedMarker = 0xC1, ProgressiveMarker = 0xC2;

    // Not the shared pool, which keeps arrays of each size for every thread that ever read a photo. This pool keeps what a few
    // concurrent readings need; a component of the largest allowed picture has a million blocks.
    private static readonly ArrayPool<short> Blocks = ArrayPool<short>.Create(maxArrayLength: 1 << 20, maxArraysPerBucket: 8);

    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        IsProgressive = isProgressive;
        Components = components;
        foreach (var component in components)
            (MaxHorizontal, MaxVertical) = (Math.Max(MaxHorizontal, component.Horizontal), Math.Max(MaxVertical, component.Vertical));
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    /// <summary>MCUs of interleaved scans, across and down.</summary>
    public int McusWide => CeilingDivide(Width, 8 * MaxHorizontal);

    /// <inheritdoc cref="McusWide"/>
    public int McusHigh => CeilingDivide(Height, 8 * MaxVertical);

    /// <summary>The largest sampling factor of any component, across and down.</summary>
    public int MaxHorizontal { get; }

    /// <inheritdoc cref="MaxHorizontal"/>
    public int MaxVertical { get; }

    /// <exception cref="JpegException">The header is invalid or of an unsupported kind.</exception>
    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker is not (BaselineMarker or ExtendedMarker or ProgressiveMarker))
            throw new JpegException(JpegErrorKind.Unsupported, "Only Huffman-coded baseline, extended and progressive JPEG is supported.");
        if (segment.Length < 6)
            throw Corrupt();
        if (segment[0] != 8)
            throw new JpegException(JpegErrorKind.Unsupported, $"{segment[0]} bits per sample are not supported, only 8.");
        var height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        var count = segment[5];
        if (width == 0 || count == 0 || segment.Length != 6 + 3 * count)
            throw Corrupt();
        if (height == 0)
            throw new JpegException(JpegErrorKind.Unsupported, "A JPEG whose frame header has no height is not supported.");
        if (count is not (1 or 3 or 4))
            throw new JpegException(JpegErrorKind.Unsupported, $"{count} components are not supported.");

        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var entry = segment.Slice(6 + 3 * i, 3);
            var (horizontal, vertical) = (entry[1] >> 4, entry[1] & 15);
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || entry[2] > 3)
                throw Corrupt();
            components[i] = new JpegComponent(entry[0], horizontal, vertical, entry[2]);
        }

        return new JpegFrame(width, height, marker == ProgressiveMarker, components);

        static JpegException Corrupt() => new(JpegErrorKind.Corrupt, "The frame header is invalid.");
    }

    /// <summary>
    /// Rents the arrays for the blocks of every component. Call it only after the size has been checked against the limits.
    /// </summary>
    public void Allocate()
    {
        var (maxHorizontal, maxVertical, mcusWide, mcusHigh) = (MaxHorizontal, MaxVertical, McusWide, McusHigh);
        foreach (var component in Components)
        {
            component.BlocksWide = CeilingDivide(CeilingDivide(Width * component.Horizontal, maxHorizontal), 8);
            component.BlocksHigh = CeilingDivide(CeilingDivide(Height * component.Vertical, maxVertical), 8);
            component.Stride = mcusWide * component.Horizontal;
            component.Dc = Rent(component.Stride * mcusHigh * component.Vertical);
        }

        var first = Components[0];
        var count = first.Stride * mcusHigh * first.Vertical;
        first.AcBits = Rent(count);
        // Too rare to be pooled. Not for progressive files, where computing the quarters would take all scans.
        if (!IsProgressive && maxHorizontal % (2 * first.Horizontal) == 0 && maxVertical % (2 * first.Vertical) == 0)
            first.Quarters = new byte[4 * count];
    }

    /// <summary>Returns the arrays to the pool.</summary>
    public void Dispose()
    {
        foreach (var component in Components)
        {
            Blocks.Return(component.Dc);
            if (component.AcBits is { } bits)
                Blocks.Return(bits);
            (component.Dc, component.AcBits) = ([], null);
        }
    }

    private static short[] Rent(int length)
    {
        var array = Blocks.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    public static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;
}

/// <summary>One colour plane of a frame, as blocks of 8 × 8 samples.</summary>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int quantisationSelector)
{
    public byte Id => id;

    /// <summary>Blocks across and down within one interleaved MCU, 1–4.</summary>
    public int Horizontal => horizontal;

    /// <inheritdoc cref="Horizontal"/>
    public int Vertical => vertical;

    public int QuantisationSelector => quantisationSelector;

    /// <summary>Number of blocks without the padding to whole MCUs.</summary>
    public int BlocksWide { get; set; }

    /// <inheritdoc cref="BlocksWide"/>
    public int BlocksHigh { get; set; }

    /// <summary>Blocks per row of <see cref="Dc"/>, including padding.</summary>
    public int Stride { get; set; }

    /// <summary>The DC coefficient of every block, not yet dequantised; the array may be longer.</summary>
    public short[] Dc { get; set; } = [];

    /// <summary>Bits spent on the AC coefficients of every block; only for the component that needs them.</summary>
    public short[]? AcBits { get; set; }

    /// <summary>
    /// The means of the four quarters of every block, in rows of twice <see cref="Stride"/>; only if the component is sampled so
    /// coarsely that a sample of the result covers a quarter.
    /// </summary>
    public byte[]? Quarters { get; set; }

    /// <summary>The quantisation table at the start of the component's first scan, in zigzag order.</summary>
    public ushort[]? Quantisation { get; set; }

    /// <summary>Histogram of the bits per block, without padding blocks.</summary>
    public int[] BitsHistogram()
    {
        var histogram = new int[JpegThumbnail.MostDetailBits + 1];
        for (var y = 0; y < BlocksHigh; y++)
        {
            foreach (var spent in AcBits.AsSpan(y * Stride, BlocksWide))
                histogram[Math.Min((int)spent, JpegThumbnail.MostDetailBits)]++;
        }

        return histogram;
    }
}
