namespace SneakerCheck.Imaging;

/// <summary>A Huffman code, looked up by symbol.</summary>
internal sealed class JpegWriterCode
{
    private readonly (uint Bits, int Length)[] codes = new (uint, int)[256];

    /// <param name="definition">In hex: number of codes of each length, 1 to 16, then the symbols in order of their codes.</param>
    public JpegWriterCode(string definition)
    {
        Definition = Convert.FromHexString(definition);
        var (next, place) = (0u, 16);
        for (var length = 1; length <= 16; length++, next <<= 1)
        {
            for (var i = 0; i < Definition[length - 1]; i++)
                codes[Definition[place++]] = (next++, length);
        }
    }

    /// <summary>The definition, as a DHT segment has it.</summary>
    public byte[] Definition { get; }

    /// <summary>The code of a symbol; length 0 if it has none.</summary>
    public (uint Bits, int Length) this[int symbol] => codes[symbol];
}

/// <summary>The typical tables of ITU-T T.81, Annex K.</summary>
internal sealed class JpegWriterTables(byte[] steps, JpegWriterCode dc, JpegWriterCode ac)
{
    /// <summary>AC symbols with a special meaning.</summary>
    public const int EndOfBlock = 0x00, SixteenZeros = 0xF0;

    /// <summary>Tables K.1, K.3 and K.5.</summary>
    public static JpegWriterTables Luma { get; } = new(
        [
            16, 11, 10, 16, 24, 40, 51, 61,
            12, 12, 14, 19, 26, 58, 60, 55,
            14, 13, 16, 24, 40, 57, 69, 56,
            14, 17, 22, 29, 51, 87, 80, 62,
            18, 22, 37, 56, 68, 109, 103, 77,
            24, 35, 55, 64, 81, 104, 113, 92,
            49, 64, 78, 87, 103, 121, 120, 101,
            72, 92, 95, 98, 112, 100, 103, 99,
        ],
        new("00010501010101010100000000000000" + "000102030405060708090A0B"),
        new("0002010303020403050504040000017D"
            + "01020300041105122131410613516107227114328191A1082342B1C11552D1F0" + "2433627282" + "090A" + "161718191A" + "25262728292A"
            + "3435363738393A" + "434445464748494A" + "535455565758595A" + "636465666768696A" + "737475767778797A" + "838485868788898A"
            + "92939495969798999A" + "A2A3A4A5A6A7A8A9AA" + "B2B3B4B5B6B7B8B9BA" + "C2C3C4C5C6C7C8C9CA" + "D2D3D4D5D6D7D8D9DA"
            + "E1E2E3E4E5E6E7E8E9EA" + "F1F2F3F4F5F6F7F8F9FA"));

    /// <summary>Tables K.2, K.4 and K.6.</summary>
    public static JpegWriterTables Chroma { get; } = new(
        [
            17, 18, 24, 47, 99, 99, 99, 99,
            18, 21, 26, 66, 99, 99, 99, 99,
            24, 26, 56, 99, 99, 99, 99, 99,
            47, 66, 99, 99, 99, 99, 99, 99,
            .. Enumerable.Repeat((byte)99, 32),
        ],
        new("00030101010101010101010000000000" + "000102030405060708090A0B"),
        new("00020102040403040705040400010277"
            + "0001020311040521310612415107617113223281081442" + "91A1B1C109233352F0156272D10A162434E125F1" + "1718191A" + "262728292A"
            + "35363738393A" + "434445464748494A" + "535455565758595A" + "636465666768696A" + "737475767778797A" + "82838485868788898A"
            + "92939495969798999A" + "A2A3A4A5A6A7A8A9AA" + "B2B3B4B5B6B7B8B9BA" + "C2C3C4C5C6C7C8C9CA" + "D2D3D4D5D6D7D8D9DA"
            + "E2E3E4E5E6E7E8E9EA" + "F2F3F4F5F6F7F8F9FA"));

    public JpegWriterCode Dc => dc;

    public JpegWriterCode Ac => ac;

    /// <summary>The steps for a quality, 1 to 100, in zigzag order: Annex K's at 50, as libjpeg scales them.</summary>
    public byte[] Steps(int quality)
    {
        var percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return [.. JpegQuarters.Zigzag.Select(place => (byte)Math.Clamp((steps[place] * percent + 50) / 100, 1, 255))];
    }
}
