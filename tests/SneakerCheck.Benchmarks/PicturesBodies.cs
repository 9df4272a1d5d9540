using System.Buffers.Text;

namespace SneakerCheck.Benchmarks;

/// <summary>Unique pictures: the first bytes of a JPEG and noise, which, like photos, cannot be compressed.</summary>
internal static class PicturesBodies
{
    private static readonly byte[] Magic = [0xFF, 0xD8, 0xFF, 0xE0];

    /// <summary>Bodies of requests that post pictures, each with different bytes.</summary>
    public static byte[][] Distinct(int count, int bytes) => [.. Enumerable.Range(0, count).Select(_ => One(bytes))];

    /// <summary>The body of a request that posts one picture.</summary>
    public static byte[] One(int bytes)
    {
        var picture = new byte[bytes];
        Random.Shared.NextBytes(picture);
        Magic.CopyTo(picture, 0);
        var before = "{\"data\":\""u8;
        var after = "\"}"u8;
        var body = new byte[before.Length + Base64.GetMaxEncodedToUtf8Length(bytes) + after.Length];
        before.CopyTo(body);
        Base64.EncodeToUtf8(picture, body.AsSpan(before.Length), out _, out var written);
        after.CopyTo(body.AsSpan(before.Length + written));
        return body;
    }
}
