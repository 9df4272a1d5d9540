using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// The bytes of a JSON string of padded base64 (RFC 4648, section 4), decoded as it arrives, up to the closing quote. JSON escapes are
/// accepted, because some clients escape <c>/</c> and others <c>+</c>; so is white space between the characters.
/// </summary>
public sealed class Base64Text : ForwardStream
{
    private const int Quantum = 4;
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    private readonly BodyBuffer body;
    private readonly byte[] characters = new byte[32 * 1024];
    private readonly byte[] decoded = new byte[24 * 1024];
    private int charactersEnd;
    private int decodedStart;
    private int decodedEnd;
    private bool isClosed;
    private bool isEnded;

    internal Base64Text(BodyBuffer body) => this.body = body;

    /// <summary>The first bytes, without consuming them; fewer only if the text is shorter.</summary>
    /// <exception cref="Refusal">As <see cref="ReadAsync(Memory{byte}, CancellationToken)"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> Peek(int count, CancellationToken cancellation)
    {
        await Decode(cancellation);
        return decoded.AsMemory(decodedStart, Math.Min(count, decodedEnd - decodedStart));
    }

    /// <inheritdoc/>
    /// <exception cref="Refusal">400 <c>not_base64</c>; 400 <c>invalid_json</c> if the string is not valid JSON.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (decodedStart == decodedEnd)
            await Decode(cancellationToken);
        var count = Math.Min(buffer.Length, decodedEnd - decodedStart);
        decoded.AsMemory(decodedStart, count).CopyTo(buffer);
        decodedStart += count;
        return count;
    }

    private async ValueTask Decode(CancellationToken cancellation)
    {
        if (isEnded)
            return;
        while (!isClosed && charactersEnd < characters.Length)
            await Collect(cancellation);
        // The last characters may be padding, which is valid only at the end, so they are held back until more arrive.
        var count = isClosed ? charactersEnd : (charactersEnd - 1) / Quantum * Quantum;
        var status = Base64.DecodeFromUtf8(
            characters.AsSpan(0, count), decoded, out var consumed, out var written, isFinalBlock: isClosed);
        if (status != OperationStatus.Done || consumed != count)
            throw NotBase64();
        characters.AsSpan(consumed, charactersEnd - consumed).CopyTo(characters);
        charactersEnd -= consumed;
        (decodedStart, decodedEnd) = (0, written);
        isEnded = isClosed;
    }

    // Collects base64 characters until the buffer is full, the arrived bytes are used up, or the text ends.
    private async ValueTask Collect(CancellationToken cancellation)
    {
        if (!await body.Fill(cancellation))
            throw Base64Body.Invalid("The body ends within the member data.");
        var bytes = body.Bytes[..Math.Min(body.Bytes.Length, characters.Length - charactersEnd)];
        var run = bytes.Span.IndexOfAnyExcept(Alphabet);
        if (run < 0)
            run = bytes.Length;
        bytes.Span[..run].CopyTo(characters.AsSpan(charactersEnd));
        charactersEnd += run;
        body.Advance(run);
        if (run == bytes.Length)
            return;
        var other = bytes.Span[run];
        body.Advance(1);
        if (other == '"')
            isClosed = true;
        else if (other == '\\')
            Take(await Escaped(cancellation));
        else if (other < ' ')
            throw Base64Body.Invalid("The member data contains a control character, which JSON does not allow.");
        else if (other != ' ')
            throw NotBase64();
    }

    private void Take(int character)
    {
        if (character is '\n' or '\r' or '\t' or ' ')
            return;
        if (character > byte.MaxValue || !Alphabet.Contains((byte)character))
            throw NotBase64();
        characters[charactersEnd++] = (byte)character;
    }

    // RFC 8259, section 7.
    private async ValueTask<int> Escaped(CancellationToken cancellation) => (char)await Next(cancellation) switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '/' => '/',
        'u' => await CodeUnit(cancellation),
        '"' or '\\' or 'b' or 'f' => throw NotBase64(),
        _ => throw Base64Body.Invalid("The member data contains an escape that JSON does not have."),
    };

    private async ValueTask<int> CodeUnit(CancellationToken cancellation)
    {
        var digits = new byte[4];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = await Next(cancellation);
        return int.TryParse(Encoding.Latin1.GetString(digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : throw Base64Body.Invalid("The member data contains an escape that JSON does not have.");
    }

    private async ValueTask<byte> Next(CancellationToken cancellation)
    {
        if (!await body.Fill(cancellation))
            throw Base64Body.Invalid("The body ends within the member data.");
        var next = body.Bytes.Span[0];
        body.Advance(1);
        return next;
    }

    private static Refusal NotBase64() => new(400, "not_base64", "The member data is not base64 (RFC 4648, section 4).");
}
