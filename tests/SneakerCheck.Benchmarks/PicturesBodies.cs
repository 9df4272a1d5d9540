using System.Buffers.Text;

namespace SneakerCheck.Benchmarks;

/// <summary>Unique pictures: JPEGs of one scan of noise, which, like photos, cannot be compressed.</summary>
internal static class PicturesBodies
{
    private static readonly byte[] Start = [0xFF, 0xD8, 0xFF, 0xDA, 0, 2], End = [0xFF, 0xD9];

    /// <summary>Bodies of requests that post pictures, each with different bytes.</summary>
    public static byte[][] Distinct(int count, int bytes) => [.. Enumerable.Range(0, count).Select(_ => One(bytes))];

    /// <summary>The body of a request that posts one picture.</summary>
    public static byte[] One(int bytes)
    {
        var picture = new byte[bytes];
        Random.Shared.NextBytes(picture);
        // No markers within the scan.
        picture.AsSpan().Replace((byte)0xFF, (byte)0xFE);
        Start.CopyTo(picture, 0);
        End.CopyTo(picture, bytes - End.Length);
        var before = "{\"data\":\""u8;
        var after = "\"}"u8;
        var body = new byte[before.Length + Base64.GetMaxEncodedToUtf8Length(bytes) + after.Length];
        before.CopyTo(body);
        Base64.EncodeToUtf8(picture, body.AsSpan(before.Length), out _, out var written);
        after.CopyTo(body.AsSpan(before.Length + written));
        return body;
    }
}
