using System.Text.Json;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// Reads a JSON object whose member <c>data</c> is base64 text of any length, without buffering that text: its bytes are passed on as
/// they arrive. The rest of the body is kept and must be JSON of at most 64 KiB. Written by hand, because JSON readers buffer a
/// whole string before they return it.
/// </summary>
public sealed class Base64Body
{
    private const int MaximumRest = 64 * 1024;
    private const string DataName = "data";

    private readonly BodyBuffer body;
    private readonly List<byte> rest = [];
    private int depth;
    private bool isInString;
    private bool isEscaped;
    private bool isNameDue;
    private int nameStart = -1;
    private bool isDataDue;

    public Base64Body(Stream body) => this.body = new BodyBuffer(body);

    /// <summary>Reads up to the member <c>data</c>.</summary>
    /// <returns>The decoded bytes; the caller must read them to the end.</returns>
    /// <exception cref="Refusal">400 <c>invalid_json</c>; 413 <c>body_too_large</c>.</exception>
    public async Task<Base64Text> Open(CancellationToken cancellation)
    {
        if (!await ReadRest(cancellation))
        {
            // If the body is not even a JSON object, that is the error to report.
            RequireJsonObject();
            throw Invalid("The member data must be base64 text.");
        }
        return new Base64Text(body);
    }

    /// <summary>Reads what follows <c>data</c> and requires that the body was one JSON object.</summary>
    /// <exception cref="Refusal">400 <c>invalid_json</c>; 413 <c>body_too_large</c>.</exception>
    public async Task Close(CancellationToken cancellation)
    {
        // Of the member's text only the quotes are kept.
        rest.Add((byte)'"');
        if (await ReadRest(cancellation))
            throw Invalid("The member data must occur only once.");
        RequireJsonObject();
    }

    // Stops after the opening quote of data; false at the end of the body.
    private async Task<bool> ReadRest(CancellationToken cancellation)
    {
        while (await body.Fill(cancellation))
        {
            var bytes = body.Bytes.Span;
            for (var i = 0; i < bytes.Length; i++)
            {
                rest.Add(bytes[i]);
                if (Take(bytes[i]))
                {
                    body.Advance(i + 1);
                    return true;
                }
            }
            body.Advance(bytes.Length);
            if (rest.Count > MaximumRest)
                throw new Refusal(413, "body_too_large", $"The body may have at most {MaximumRest} bytes besides data.");
        }
        return false;
    }

    // Only as much parsing as it takes to find the member. Whether the body is valid JSON is checked at the end.
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
                nameStart = depth == 1 && isNameDue ? rest.Count - 1 : -1;
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

    // The reader unescapes the name, which may contain escapes.
    private void EndString()
    {
        isInString = false;
        if (nameStart < 0)
            return;
        var reader = new Utf8JsonReader(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rest)[nameStart..]);
        try
        {
            isDataDue = reader.Read() && reader.ValueTextEquals(DataName);
        }
        catch (JsonException)
        {
            isDataDue = false;
        }
    }

    private void RequireJsonObject()
    {
        try
        {
            using var json = JsonDocument.Parse(rest.ToArray());
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw Invalid("The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw Invalid("The body is not valid JSON.");
        }
    }

    internal static Refusal Invalid(string detail) => new(400, "invalid_json", detail);
}

/// <summary>The bytes of a body that have arrived but are not consumed yet.</summary>
internal sealed class BodyBuffer(Stream source)
{
    private readonly byte[] buffer = new byte[32 * 1024];
    private int start;
    private int end;

    /// <summary>Never empty after <see cref="Fill"/> has returned true.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(start, end - start);

    /// <summary>Waits for bytes; false at the end of the body.</summary>
    public async ValueTask<bool> Fill(CancellationToken cancellation)
    {
        if (start == end)
            (start, end) = (0, await source.ReadAsync(buffer, cancellation));
        return end > 0;
    }

    public void Advance(int count) => start += count;
}
