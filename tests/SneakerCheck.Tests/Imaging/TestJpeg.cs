using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Text;

namespace SneakerCheck.Tests.Imaging;

/// <summary>
/// A small baseline JPEG encoder (YCbCr 4:4:4, the tables of ITU-T T.81 Annex K), for test photos of any size.
/// A 12-megapixel photo takes a second or two.
/// </summary>
public static class TestJpeg
{
    // In zigzag order, as in DQT, for quality 50.
    private static readonly byte[] LumaQuantisation = Convert.FromHexString(
        "100B0C0E0C0A100E0D0E1211101318281A181616183123251D283A333D3C3933383740485C4E404457453738506D5157"
        + "5F626768673E4D71797064785C656763");

    private static readonly byte[] ChromaQuantisation = Convert.FromHexString(
        "11121215" + "12182F1A1A2F63423842" + string.Concat(Enumerable.Repeat("63", 50)));

    // Sixteen code counts, then the symbols. All components use the luma tables.
    private static readonly byte[] DcCodes = Convert.FromHexString("00010501010101010100000000000000000102030405060708090A0B");

    private static readonly byte[] AcCodes = Convert.FromHexString(
        "0002010303020403050504040000017D"
        + "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738"
        + "393A434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5"
        + "A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA");

    private static readonly (ushort Code, byte Length)[] Dc = Codes(DcCodes);
    private static readonly (ushort Code, byte Length)[] Ac = Codes(AcCodes);
    private static readonly byte[] Zigzag = ZigzagOrder();
    private static readonly float[] Cosines = CosineTable();

    /// <summary>A photo of the given size, each pixel's colour taken from <paramref name="color"/> (x, y).</summary>
    public static byte[] Encode(int width, int height, Func<int, int, (byte r, byte g, byte b)> color, int quality = 85)
    {
        var file = Start(width, height, 3, quality);
        var writer = new BitWriter(file);
        Span<int> predictions = stackalloc int[3];
        var planes = new[] { new float[64], new float[64], new float[64] };
        var quantisers = new[] { Scale(LumaQuantisation, quality), Scale(ChromaQuantisation, quality), Scale(ChromaQuantisation, quality) };
        for (var top = 0; top < height; top += 8)
        {
            for (var left = 0; left < width; left += 8)
            {
                for (var i = 0; i < 64; i++)
                {
                    var (r, g, b) = color(Math.Min(left + i % 8, width - 1), Math.Min(top + i / 8, height - 1));
                    planes[0][i] = 0.299f * r + 0.587f * g + 0.114f * b - 128;
                    planes[1][i] = -0.168736f * r - 0.331264f * g + 0.5f * b;
                    planes[2][i] = 0.5f * r - 0.418688f * g - 0.081312f * b;
                }

                for (var component = 0; component < 3; component++)
                    WriteBlock(writer, planes[component], quantisers[component], ref predictions[component]);
            }
        }

        return Finish(file, writer);
    }

    /// <summary>A grayscale photo of the given size.</summary>
    public static byte[] EncodeGray(int width, int height, Func<int, int, byte> luma, int quality = 85)
    {
        var file = Start(width, height, 1, quality);
        var writer = new BitWriter(file);
        var prediction = 0;
        var plane = new float[64];
        var quantiser = Scale(LumaQuantisation, quality);
        for (var top = 0; top < height; top += 8)
        {
            for (var left = 0; left < width; left += 8)
            {
                for (var i = 0; i < 64; i++)
                    plane[i] = luma(Math.Min(left + i % 8, width - 1), Math.Min(top + i / 8, height - 1)) - 128;
                WriteBlock(writer, plane, quantiser, ref prediction);
            }
        }

        return Finish(file, writer);
    }

    /// <summary>The same file with an EXIF segment: orientation 1–8 and the camera's make.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation, string make = "TestCam")
    {
        var text = Encoding.ASCII.GetBytes(make + "\0");
        var tiff = new byte[8 + 2 + 2 * 12 + 4 + text.Length];
        "MM\0*"u8.CopyTo(tiff);
        BinaryPrimitives.WriteInt32BigEndian(tiff.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16BigEndian(tiff.AsSpan(8), 2);
        Entry(tiff.AsSpan(10), 0x010F, 2, text.Length, 38);
        Entry(tiff.AsSpan(22), 0x0112, 3, 1, orientation << 16);
        text.CopyTo(tiff, 38);
        return [.. jpeg[..2], 0xFF, 0xE1, .. Int16(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]];

        static void Entry(Span<byte> entry, int tag, int type, int count, int value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteInt16BigEndian(entry[2..], (short)type);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], count);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], value);
        }
    }

    private static List<byte> Start(int width, int height, int components, int quality)
    {
        List<byte> file = [0xFF, 0xD8];
        Segment(file, 0xDB, [0, .. Scale(LumaQuantisation, quality)]);
        Segment(file, 0xDB, [1, .. Scale(ChromaQuantisation, quality)]);
        List<byte> frame = [8, .. Int16(height), .. Int16(width), (byte)components];
        List<byte> scan = [(byte)components];
        for (var component = 0; component < components; component++)
        {
            frame.AddRange([(byte)(component + 1), 0x11, (byte)Math.Min(component, 1)]);
            scan.AddRange([(byte)(component + 1), 0x00]);
        }

        Segment(file, 0xC0, [.. frame]);
        Segment(file, 0xC4, [0x00, .. DcCodes, 0x10, .. AcCodes]);
        Segment(file, 0xDA, [.. scan, 0, 63, 0]);
        return file;
    }

    private static byte[] Finish(List<byte> file, BitWriter writer)
    {
        writer.Flush();
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    private static void Segment(List<byte> file, byte marker, byte[] payload)
    {
        file.AddRange([0xFF, marker, .. Int16(payload.Length + 2)]);
        file.AddRange(payload);
    }

    private static byte[] Int16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Scale(byte[] table, int quality)
    {
        var percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return [.. table.Select(step => (byte)Math.Clamp((step * percent + 50) / 100, 1, 255))];
    }

    private static void WriteBlock(BitWriter writer, float[] samples, byte[] quantiser, ref int prediction)
    {
        Span<float> half = stackalloc float[64];
        Span<float> coefficients = stackalloc float[64];
        Multiply(samples, half);
        Multiply(half, coefficients);
        var dc = (int)MathF.Round(coefficients[0] / quantiser[0]);
        WriteCoefficient(writer, Dc, 0, dc - prediction);
        prediction = dc;
        var run = 0;
        for (var k = 1; k < 64; k++)
        {
            var value = (int)MathF.Round(coefficients[Zigzag[k]] / quantiser[k]);
            if (value == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
                writer.Write(Ac[0xF0].Code, Ac[0xF0].Length);
            WriteCoefficient(writer, Ac, run << 4, value);
            run = 0;
        }

        if (run > 0)
            writer.Write(Ac[0].Code, Ac[0].Length);
    }

    private static void WriteCoefficient(BitWriter writer, (ushort Code, byte Length)[] codes, int symbol, int value)
    {
        var size = 32 - int.LeadingZeroCount(Math.Abs(value));
        writer.Write(codes[symbol | size].Code, codes[symbol | size].Length);
        writer.Write((value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
    }

    // One dimension of the transform, transposed; two calls make the whole transform.
    private static void Multiply(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var frequency = 0; frequency < 8; frequency++)
        {
            var sum = Vector256<float>.Zero;
            for (var row = 0; row < 8; row++)
                sum += Vector256.Create(from.Slice(row * 8, 8)) * Cosines[frequency * 8 + row];
            for (var column = 0; column < 8; column++)
                to[column * 8 + frequency] = sum[column];
        }
    }

    private static float[] CosineTable() =>
    [
        .. from frequency in Enumerable.Range(0, 8)
           from row in Enumerable.Range(0, 8)
           select (float)(Math.Cos((2 * row + 1) * frequency * Math.PI / 16) / 2 * (frequency == 0 ? Math.Sqrt(0.5) : 1)),
    ];

    private static byte[] ZigzagOrder() =>
    [
        .. from index in Enumerable.Range(0, 64)
           let row = index / 8
           let column = index % 8
           orderby row + column, (row + column) % 2 == 0 ? column : row
           select (byte)index,
    ];

    private static (ushort Code, byte Length)[] Codes(byte[] table)
    {
        var codes = new (ushort Code, byte Length)[256];
        var (code, next) = (0, 16);
        for (byte length = 1; length <= 16; length++, code <<= 1)
        {
            for (var i = 0; i < table[length - 1]; i++)
                codes[table[next++]] = ((ushort)code++, length);
        }

        return codes;
    }

    private sealed class BitWriter(List<byte> file)
    {
        private ulong bits;
        private int count;

        public void Write(int value, int length)
        {
            bits = bits << length | (uint)value;
            for (count += length; count >= 8; count -= 8)
            {
                var next = (byte)(bits >> (count - 8));
                file.Add(next);
                if (next == 0xFF)
                    file.Add(0);
            }
        }

        public void Flush() => Write(0x7F, 7);
    }
}
