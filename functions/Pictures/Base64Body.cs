using System.Text.Json;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// Reads a JSON object whose member <c>data</c> is base64 text of any length, without ever holding that text: its bytes are
/// handed on while they arrive, all else is kept aside and must be JSON of at most 64 KiB. By hand, because JSON readers hold a text
/// whole before they hand it on.
/// </summary>
public sealed class Base64Body
{
    private const int MaximumAside = 64 * 1024;
    private const string DataName = "data";

    private readonly BodyBuffer body;
    private readonly List<byte> aside = [];
    private int depth;
    private bool isInString;
    private bool isEscaped;
    private bool isNameDue;
    private int nameStart = -1;
    private bool isDataDue;

    /// <summary>Reads a request's body.</summary>
    public Base64Body(Stream body) => this.body = new BodyBuffer(body);

    /// <summary>Reads up to the member <c>data</c>.</summary>
    /// <returns>The bytes that its text stands for, to be read to the end.</returns>
    /// <exception cref="Refusal">400 <c>invalid_json</c>; 413 <c>body_too_large</c>.</exception>
    public async Task<Base64Text> Open(CancellationToken cancellation)
    {
        if (!await ReadAside(cancellation))
        {
            // Nothing of the kind came: say what is wrong with what did.
            DemandJson();
            throw Invalid("The member data must be base64 text.");
        }
        return new Base64Text(body);
    }

    /// <summary>Reads what follows <c>data</c> and demands that all of it was one JSON object.</summary>
    /// <exception cref="Refusal">400 <c>invalid_json</c>; 413 <c>body_too_large</c>.</exception>
    public async Task Close(CancellationToken cancellation)
    {
        // Of the text itself only its quotes are kept.
        aside.Add((byte)'"');
        if (await ReadAside(cancellation))
            throw Invalid("The member data must be there once.");
        DemandJson();
    }

    // To the opening quote of data, or to the end: false.
    private async Task<bool> ReadAside(CancellationToken cancellation)
    {
        while (await body.Fill(cancellation))
        {
            var bytes = body.Bytes.Span;
            for (var i = 0; i < bytes.Length; i++)
            {
                aside.Add(bytes[i]);
                if (Take(bytes[i]))
                {
                    body.Advance(i + 1);
                    return true;
                }
            }
            body.Advance(bytes.Length);
            if (aside.Count > MaximumAside)
                throw new Refusal(413, "body_too_large", $"The body may have at most {MaximumAside} bytes beside data.");
        }
        return false;
    }

    // Only as much of JSON as finds the member; whether it is JSON is seen at the end.
    private bool Take(byte next)
    {
        if (isInString)
        {
            if (isEscaped)
                isEscaped = false;
            else if (next == '\\')
                isEscaped = true;
            else if (next == '"')
                EndString();
            return false;
        }
        switch (next)
        {
            case (byte)'"' when isDataDue:
                isDataDue = false;
                return true;
            case (byte)'"':
                isInString = true;
                nameStart = depth == 1 && isNameDue ? aside.Count - 1 : -1;
                isNameDue = false;
                break;
            case (byte)'{' or (byte)'[':
                isDataDue = false;
                isNameDue = ++depth == 1 && next == '{';
                break;
            case (byte)'}' or (byte)']':
                depth--;
                break;
            case (byte)',':
                isNameDue = depth == 1;
                isDataDue = false;
                break;
        }
        return false;
    }

    // The name may be written with escapes.
    private void EndString()
    {
        isInString = false;
        if (nameStart < 0)
            return;
        var reader = new Utf8JsonReader(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(aside)[nameStart..]);
        try
        {
            isDataDue = reader.Read() && reader.ValueTextEquals(DataName);
        }
        catch (JsonException)
        {
            isDataDue = false;
        }
    }

    private void DemandJson()
    {
        try
        {
            using var json = JsonDocument.Parse(aside.ToArray());
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw Invalid("The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw Invalid("The body is not the JSON object that is expected.");
        }
    }

    /// <summary>400 <c>invalid_json</c>.</summary>
    internal static Refusal Invalid(string detail) => new(400, "invalid_json", detail);
}

/// <summary>What of a body has arrived and was not used yet.</summary>
/// <param name="source">The body.</param>
internal sealed class BodyBuffer(Stream source)
{
    private readonly byte[] buffer = new byte[32 * 1024];
    private int start;
    private int end;

    /// <summary>What is there; <see cref="Fill"/> sees that it is something.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(start, end - start);

    /// <summary>Waits until something is there; false at the end.</summary>
    public async ValueTask<bool> Fill(CancellationToken cancellation)
    {
        if (start == end)
            (start, end) = (0, await source.ReadAsync(buffer, cancellation));
        return end > 0;
    }

    /// <summary>Says that so many bytes were used.</summary>
    public void Advance(int count) => start += count;
}
