using System.Buffers.Binary;
using System.Text;

namespace SneakerCheck.Tests.Imaging.Metadata;

/// <summary>Chunks of PNG files.</summary>
internal static class TestPng
{
    /// <summary>Bytes of the last chunk.</summary>
    public const int EndLength = 12;

    /// <summary>A chunk with its length and checksum.</summary>
    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, checksum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum(body));
        return [.. length, .. body, .. checksum];
    }

    /// <summary>The positions where chunks begin, but for the first, which is the header.</summary>
    public static IEnumerable<int> Boundaries(byte[] png)
    {
        for (var position = 33; position < png.Length; position += EndLength + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(position)))
            yield return position;
    }

    // CRC-32 as ISO 3309 has it.
    private static uint Checksum(byte[] bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var next in bytes)
        {
            checksum ^= next;
            for (var bit = 0; bit < 8; bit++)
                checksum = (checksum & 1) == 0 ? checksum >> 1 : (checksum >> 1) ^ 0xEDB88320;
        }
        return ~checksum;
    }
}
