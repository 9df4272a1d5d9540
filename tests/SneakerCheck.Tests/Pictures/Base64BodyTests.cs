using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Pictures;

/// <summary>However a body is split into pieces, the result is that of a JSON reader and a base64 decoder.</summary>
public sealed class Base64BodyTests
{
    private static readonly byte[] Changes = [.. "{}[]\":,\\=+/aZ9 \n\0\u007fu0"u8];

    [Fact]
    public async Task Any_bytes_in_any_JSON_notation_are_decoded_from_any_pieces()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(4) == 0 ? random.Next(200_000) : random.Next(300)];
            random.NextBytes(bytes);
            var text = Encoding.UTF8.GetBytes(Body(random, Convert.ToBase64String(bytes)));

            var (read, refusal) = await Read(new PiecesStream(text, random));

            Assert.True(refusal is null && bytes.AsSpan().SequenceEqual(read), $"seed {seed}: {refusal} {Encoding.UTF8.GetString(text)}");
        }
    }

    [Fact]
    public async Task A_body_with_any_change_is_read_as_by_a_JSON_reader_or_refused()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            var text = Encoding.UTF8.GetBytes(Body(random, Convert.ToBase64String(bytes)));
            for (var changes = random.Next(1, 3); changes > 0; changes--)
                text[random.Next(text.Length)] = Changes[random.Next(Changes.Length)];
            if (random.Next(3) == 0)
                text = text[..random.Next(text.Length)];

            var (read, refusal) = await Read(new PiecesStream(text, random));

            var expected = Expected(text);
            Assert.True(
                expected is null ? refusal is not null : refusal is null && expected.AsSpan().SequenceEqual(read),
                $"seed {seed}: {refusal?.Code} {Encoding.UTF8.GetString(text)}");
            Assert.True(refusal is null or { Status: 400, Code: "invalid_json" or "not_base64" }, $"seed {seed}: {refusal?.Code}");
        }
    }

    [Theory]
    [InlineData("""{"a":"data","data":"AQID"}""")]
    [InlineData("""{"a":{"data":"zzz"},"data":"AQID"}""")]
    [InlineData("""{"a":["data","data",{"data":1}],"data":"AQID","z":null}""")]
    [InlineData("""{"\"data":"x","data":"AQID"}""")]
    [InlineData("""{"d\u0061ta":"AQID"}""")]
    [InlineData(""" { "data" : "A\u0051\u0049\u0044" } """)]
    [InlineData("""{"data":"A Q\nI\r\n\tD"}""")]
    public async Task The_member_data_is_found_among_others(string body)
    {
        var (read, refusal) = await Read(new MemoryStream(Encoding.UTF8.GetBytes(body)));

        Assert.Null(refusal);
        Assert.Equal([1, 2, 3], read);
    }

    [Theory]
    [InlineData("""{"data":"AQID","more":"#"}""")]
    [InlineData("""{"more":"#","data":"AQID"}""")]
    [InlineData("""#{"data":"AQID"}""")]
    public async Task The_size_of_the_other_members_is_limited(string body)
    {
        var (_, refusal) = await Read(new MemoryStream(Encoding.UTF8.GetBytes(body.Replace("#", new string(' ', 100_000)))));

        Assert.Equal((413, "body_too_large"), (refusal!.Status, refusal.Code));
    }

    [Fact]
    public async Task The_first_bytes_can_be_peeked_at_before_they_are_read()
    {
        var bytes = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
        var json = Encoding.UTF8.GetBytes($$"""{"data":"{{Convert.ToBase64String(bytes)}}"}""");
        var body = new Base64Body(new PiecesStream(json, new Random(1)));
        var text = await body.Open(default);

        Assert.Equal(bytes[..18], (await text.Peek(18, default)).ToArray());
        var read = new MemoryStream();
        await text.CopyToAsync(read);
        await body.Close(default);
        Assert.Equal(bytes, read.ToArray());
    }

    private static async Task<(byte[] Bytes, Refusal? Refusal)> Read(Stream stream)
    {
        var read = new MemoryStream();
        try
        {
            var body = new Base64Body(stream);
            await (await body.Open(default)).CopyToAsync(read);
            await body.Close(default);
            return (read.ToArray(), null);
        }
        catch (Refusal refusal)
        {
            return ([], refusal);
        }
    }

    // An object with data and perhaps other members, in the notation of various clients.
    private static string Body(Random random, string base64)
    {
        var data = random.Next(4) switch
        {
            0 => base64,
            1 => base64.Replace("/", @"\/"),
            2 => base64.Replace("+", @"\u002B").Replace("=", @"\u003d"),
            _ => string.Join(random.Next(2) == 0 ? @"\r\n" : " ", base64.Chunk(random.Next(1, 77)).Select(line => new string(line))),
        };
        var space = new string(' ', random.Next(3));
        string[] before = ["", "\"x\":1,", "\"y\":{\"data\":[\"}\",{\"a\":\"\\\\\\\"\"}]},", "\"d\\u0061t\":\"data\","];
        string[] after = ["", ",\"z\":[\"data\",true]", ",\"q\":\"\\\"data\\\":\""];
        return $"{space}{{{space}{before[random.Next(4)]}\"data\"{space}:{space}\"{data}\"{space}{after[random.Next(3)]}}}{space}";
    }

    private static byte[]? Expected(byte[] text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var data = json.RootElement.EnumerateObject().Where(member => member.Name == "data").ToArray();
            if (data is not [{ Value.ValueKind: JsonValueKind.String }])
                return null;
            var base64 = string.Concat(data[0].Value.GetString()!.Where(character => character is not (' ' or '\n' or '\r' or '\t')));
            // Strict about the bits after the last byte, as RFC 4648, section 3.5, allows.
            var bytes = new byte[base64.Length];
            return Base64.DecodeFromUtf8(Encoding.UTF8.GetBytes(base64), bytes, out _, out var length) == OperationStatus.Done
                ? bytes[..length]
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A stream whose bytes arrive in pieces of random length.</summary>
    private sealed class PiecesStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(
                buffer[..Math.Min(buffer.Length, random.Next(3) == 0 ? random.Next(1, 9) : random.Next(1, 9000))], cancellationToken);
    }
}
