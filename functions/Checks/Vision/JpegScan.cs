namespace SneakerCheck.Checks.Vision;

/// <summary>Reads the entropy-coded data of one scan that holds DC coefficients (ITU-T T.81, Annexes F and G).</summary>
internal sealed class JpegScan
{
    private readonly JpegFrame frame;
    private readonly Part[] parts;
    private readonly int successiveHigh;
    private readonly int successiveLow;

    private JpegScan(JpegFrame frame, Part[] parts, int spectralStart, int successive)
    {
        this.frame = frame;
        this.parts = parts;
        SpectralStart = spectralStart;
        (successiveHigh, successiveLow) = (successive >> 4, successive & 15);
    }

    /// <summary>The first coefficient the scan holds: 0, but for the AC scans of a progressive file.</summary>
    public int SpectralStart { get; }

    /// <summary>The components the scan holds.</summary>
    public IEnumerable<JpegComponent> Components => parts.Select(part => part.Component);

    /// <exception cref="JpegException">The scan header contradicts the frame.</exception>
    public static JpegScan Parse(JpegFrame frame, ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] is < 1 or > 4 || segment.Length != 4 + 2 * segment[0])
            throw Corrupt();
        var parts = new Part[segment[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            var (id, tables) = (segment[1 + 2 * i], segment[2 + 2 * i]);
            var component = Array.Find(frame.Components, component => component.Id == id) ?? throw Corrupt();
            if (tables >> 4 > 3 || (tables & 15) > 3 || parts.Take(i).Any(part => part.Component == component))
                throw Corrupt();
            parts[i] = new Part(component, tables >> 4, tables & 15);
        }

        if (parts.Length > 1 && parts.Sum(part => part.Component.Horizontal * part.Component.Vertical) > 10)
            throw Corrupt();
        var (start, end, successive) = (segment[^3], segment[^2], segment[^1]);
        var possible = frame.IsProgressive
            ? end <= 63 && start <= end && (start > 0 ? parts.Length == 1 : end == 0) && (successive & 15) <= 13
            : start == 0;
        return possible ? new JpegScan(frame, parts, start, frame.IsProgressive ? successive : 0) : throw Corrupt();

        static JpegException Corrupt() => new(JpegFault.Corrupt, "A scan header is impossible.");
    }

    /// <summary>
    /// Reads the scan's blocks into its components. Returns where the data ended, and whether every block was there.
    /// </summary>
    /// <exception cref="JpegException">The data contradicts the format.</exception>
    public (int Position, bool IsWhole) Read(ReadOnlySpan<byte> file, int position, int restartInterval, JpegTables tables)
    {
        var needsTables = successiveHigh == 0;
        foreach (var part in parts)
        {
            part.Dc = needsTables ? tables.Dc(part.DcSelector) : null;
            part.Ac = frame.IsProgressive ? null : tables.Ac(part.AcSelector);
        }

        var reader = new BitReader(file, position);
        var (wide, high) = parts is [var only]
            ? (only.Component.BlocksWide, only.Component.BlocksHigh)
            : (JpegFrame.CeilingDivide(frame.Width, 8 * frame.MaxHorizontal), JpegFrame.CeilingDivide(frame.Height, 8 * frame.MaxVertical));
        var (left, restart) = (restartInterval, 0);
        for (var row = 0; row < high; row++)
        {
            for (var column = 0; column < wide; column++, left--)
            {
                if (restartInterval > 0 && left == 0)
                {
                    if (!reader.Restart(restart))
                        return (reader.Position, false);
                    foreach (var part in parts)
                        part.Prediction = 0;
                    (left, restart) = (restartInterval, (restart + 1) & 7);
                }

                ReadUnit(ref reader, row, column);
                if (reader.Overran)
                    return (reader.Position, false);
            }
        }

        return (reader.Position, true);
    }

    private void ReadUnit(ref BitReader reader, int row, int column)
    {
        if (parts.Length == 1)
        {
            ReadBlock(ref reader, parts[0], row * parts[0].Component.Stride + column);
            return;
        }

        foreach (var part in parts)
        {
            var component = part.Component;
            for (var y = 0; y < component.Vertical; y++)
            {
                var block = (row * component.Vertical + y) * component.Stride + column * component.Horizontal;
                for (var x = 0; x < component.Horizontal; x++)
                    ReadBlock(ref reader, part, block + x);
            }
        }
    }

    private void ReadBlock(ref BitReader reader, Part part, int block)
    {
        if (part.Dc is null)
        {
            part.Component.Dc[block] |= (short)(reader.Take(1) << successiveLow);
            return;
        }

        var size = reader.Symbol(part.Dc);
        var bits = reader.Take(size);
        // A first bit of zero means a negative difference (T.81, F.2.2.1).
        part.Prediction += size > 0 && bits >> (size - 1) == 0 ? bits - (1 << size) + 1 : bits;
        part.Component.Dc[block] = (short)(part.Prediction << successiveLow);
        if (part.Ac is null)
            return;
        var spent = SkipCoefficients(ref reader, part.Ac);
        if (part.Component.AcBits is { } acBits)
            acBits[block] = (ushort)spent;
    }

    // Locals instead of the reader's own fields let the two live in registers.
    private static int SkipCoefficients(ref BitReader reader, HuffmanTable table)
    {
        var skips = table.SkipTable;
        var (place, spent, available, buffer) = (1, 0, reader.Available, reader.Buffer);
        while (true)
        {
            if (available < 32)
            {
                reader.Available = available;
                reader.Refill();
                (available, buffer) = (reader.Available, reader.Buffer);
            }

            var skip = skips[(int)(buffer >> (available - HuffmanTable.Window)) & ((1 << HuffmanTable.Window) - 1)];
            var next = place + ((int)(skip >> 8) & 0xFFFF);
            if (skip != 0 && next < 64)
            {
                var bits = (int)(skip & 0xFF);
                (available, spent, place) = (available - bits, spent + bits, next);
                if ((skip & HuffmanTable.EndOfBlock) == 0)
                    continue;
                reader.Available = available;
                return spent;
            }

            // One symbol by itself: its code is long, or the window reaches beyond this block.
            reader.Available = available;
            var symbol = reader.Symbol(table);
            reader.Available -= symbol & 15;
            spent += available - reader.Available;
            available = reader.Available;
            if (HuffmanTable.IsEndOfBlock(symbol))
                return spent;
            place += (symbol >> 4) + 1;
            if (place == 64)
                return spent;
            if (place > 64)
            {
                if (reader.Overran)
                    return spent;
                throw new JpegException(JpegFault.Corrupt, "A block has more than 64 coefficients.");
            }
        }
    }

    /// <summary>A component's share in the scan.</summary>
    private sealed class Part(JpegComponent component, int dcSelector, int acSelector)
    {
        public JpegComponent Component => component;

        public int DcSelector => dcSelector;

        public int AcSelector => acSelector;

        public HuffmanTable? Dc { get; set; }

        public HuffmanTable? Ac { get; set; }

        public int Prediction { get; set; }
    }
}
