namespace SneakerCheck.Imaging;

/// <summary>Entropy-coded data: bits from the highest of each byte on, a zero byte behind each 0xFF (ITU-T T.81, F.1.2.3).</summary>
internal sealed class JpegWriterBits(MemoryStream file)
{
    private ulong waiting;
    private int count;

    /// <summary>Appends the lowest <paramref name="length"/> bits, at most 32.</summary>
    public void Write(uint bits, int length)
    {
        waiting = waiting << length | bits;
        count += length;
        while (count >= 8)
        {
            count -= 8;
            var next = (byte)(waiting >> count);
            file.WriteByte(next);
            if (next == 0xFF)
                file.WriteByte(0);
        }
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Flush() => Write((1u << (-count & 7)) - 1, -count & 7);
}
