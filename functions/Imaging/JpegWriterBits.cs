namespace SneakerCheck.Imaging;

/// <summary>Writes entropy-coded data: highest bit first, with a zero byte stuffed after each 0xFF (ITU-T T.81, F.1.2.3).</summary>
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

    /// <summary>Pads the last byte with ones.</summary>
    public void Flush() => Write((1u << (-count & 7)) - 1, -count & 7);
}
