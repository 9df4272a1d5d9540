namespace SneakerCheck.Imaging;

/// <summary>Reads the entropy-coded data of one scan (ITU-T T.81, Annexes F and G).</summary>
internal sealed class JpegScan
{
    // Maximum for an interleaved MCU (T.81, B.2.3).
    private const int MostBlocks = 10;

    private readonly JpegFrame frame;
    private readonly JpegScanPart[] parts;
    private readonly int blocks;
    private readonly int spectralEnd;
    private readonly int successiveHigh;
    private readonly int successiveLow;

    private JpegScan(JpegFrame frame, JpegScanPart[] parts, int blocks, int spectralStart, int spectralEnd, int successive)
    {
        this.frame = frame;
        this.parts = parts;
        this.blocks = blocks;
        SpectralStart = spectralStart;
        this.spectralEnd = spectralEnd;
        (successiveHigh, successiveLow) = (successive >> 4, successive & 15);
    }

    /// <summary>The first coefficient of the scan: 0, except for AC scans of a progressive file.</summary>
    public int SpectralStart { get; }

    /// <summary>Number of low bits that are not in this scan (successive approximation).</summary>
    public int Shift => successiveLow;

    /// <summary>
    /// Whether this is the scan of a progressive file with the finest detail of the first component: the first bits of the highest
    /// frequencies.
    /// </summary>
    public bool HoldsDetail => SpectralStart > 0 && spectralEnd == 63 && successiveHigh == 0 && parts[0].Component == frame.Components[0];

    /// <exception cref="JpegException">The scan header contradicts the frame.</exception>
    public static JpegScan Parse(JpegFrame frame, ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] is < 1 or > 4 || segment.Length != 4 + 2 * segment[0])
            throw Corrupt();
        var (parts, blocks) = (new JpegScanPart[segment[0]], 0);
        for (var i = 0; i < parts.Length; i++)
        {
            var (id, tables) = (segment[1 + 2 * i], segment[2 + 2 * i]);
            var component = Array.Find(frame.Components, component => component.Id == id) ?? throw Corrupt();
            if (tables >> 4 > 3 || (tables & 15) > 3 || parts.Take(i).Any(part => part.Component == component))
                throw Corrupt();
            parts[i] = new JpegScanPart(component, tables >> 4, tables & 15);
            blocks += component.Horizontal * component.Vertical;
        }

        if (parts.Length > 1 && blocks > MostBlocks)
            throw Corrupt();
        var (start, end, successive) = (segment[^3], segment[^2], segment[^1]);
        var possible = frame.IsProgressive
            ? end <= 63 && start <= end && (start > 0 ? parts.Length == 1 : end == 0) && (successive & 15) <= 13
            : start == 0;
        return possible ? new JpegScan(frame, parts, blocks, start, end, frame.IsProgressive ? successive : 0) : throw Corrupt();

        static JpegException Corrupt() => new(JpegErrorKind.Corrupt, "A scan header is invalid.");
    }

    /// <summary>Captures the quantisation tables of components whose first scan this is.</summary>
    public void TakeQuantisations(JpegTables tables)
    {
        foreach (var part in parts)
            part.Component.Quantisation ??= tables.Quantisation(part.Component.QuantisationSelector);
    }

    /// <summary>
    /// Reads the blocks of the scan into its components. Returns where the data ended, and whether no block was missing.
    /// </summary>
    /// <exception cref="JpegException">The data violates the format.</exception>
    public (int Position, bool IsWhole) Read(ReadOnlySpan<byte> file, int position, int restartInterval, JpegTables tables)
    {
        var refines = successiveHigh > 0;
        foreach (var part in parts)
        {
            part.Dc = refines || SpectralStart > 0 ? null : tables.Dc(part.DcSelector);
            part.Ac = frame.IsProgressive && SpectralStart == 0 ? null : tables.Ac(part.AcSelector);
        }

        var reader = new BitReader(file, position);
        try
        {
            var isWhole = ReadRows(ref reader, restartInterval, refines);
            return (reader.FilePosition, isWhole);
        }
        finally
        {
            reader.Dispose();
        }
    }

    private bool ReadRows(ref BitReader reader, int restartInterval, bool refines)
    {
        // A scan of one component has single blocks, without the padding to whole MCUs.
        var isInterleaved = parts.Length > 1;
        var (wide, high) = isInterleaved
            ? (frame.McusWide, frame.McusHigh)
            : (parts[0].Component.BlocksWide, parts[0].Component.BlocksHigh);
        var unit = Unit(isInterleaved);
        var needsQuarters = Array.Exists(parts, part => part.Component.Quarters is not null);
        var (left, restart) = (restartInterval, 0);
        for (var row = 0; row < high; row++)
        {
            for (var column = 0; column < wide;)
            {
                if (restartInterval > 0 && left == 0)
                {
                    if (!reader.Restart(restart))
                        return false;
                    foreach (var part in parts)
                        part.Restart();
                    (left, restart) = (restartInterval, (restart + 1) & 7);
                }

                var to = restartInterval > 0 ? Math.Min(wide, column + left) : wide;
                var isThere = SpectralStart > 0
                    ? JpegBlocks.Count(ref reader, unit[0], row, column, to, SpectralStart)
                    : refines
                    ? JpegBlocks.Refine(ref reader, unit, row, column, to, successiveLow)
                    : needsQuarters
                    ? JpegQuarters.Read(ref reader, unit, row, column, to)
                    : JpegBlocks.Read(ref reader, unit, row, column, to, successiveLow);
                if (!isThere || reader.Overran)
                    return false;
                left -= to - column;
                column = to;
            }
        }

        return true;
    }

    // The blocks of an MCU in the order of the data. Loops, because LINQ over structs would be compiled at run time in every process.
    private JpegUnitBlock[] Unit(bool isInterleaved)
    {
        var (unit, count) = (new JpegUnitBlock[isInterleaved ? blocks : 1], 0);
        foreach (var part in parts)
        {
            var component = part.Component;
            var (across, down) = isInterleaved ? (component.Horizontal, component.Vertical) : (1, 1);
            for (var y = 0; y < down; y++)
            {
                for (var x = 0; x < across; x++)
                    unit[count++] = new JpegUnitBlock(part, y * component.Stride + x, across, down * component.Stride);
            }
        }

        return unit;
    }
}
