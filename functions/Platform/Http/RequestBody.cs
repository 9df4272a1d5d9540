using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>Reads JSON bodies within limits, so that bad input is cheap to refuse and gets a clear message.</summary>
public static class RequestBody
{
    /// <summary>The size limit of every body that is not an upload.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>Reads a JSON body.</summary>
    /// <exception cref="Refusal">413 <c>body_too_large</c>; 400 <c>invalid_json</c> or <c>invalid_field</c>.</exception>
    public static async Task<T> ReadJson<T>(HttpRequest request, JsonTypeInfo<T> json, CancellationToken cancellation) =>
        Parse(await ReadBytes(request, cancellation), json);

    /// <summary>Reads a JSON body that may be left out; null if it is.</summary>
    /// <exception cref="Refusal">413 <c>body_too_large</c>; 400 <c>invalid_json</c> or <c>invalid_field</c>.</exception>
    public static async Task<T?> ReadOptionalJson<T>(HttpRequest request, JsonTypeInfo<T> json, CancellationToken cancellation)
        where T : class
    {
        var bytes = await ReadBytes(request, cancellation);
        return bytes.Length == 0 ? null : Parse(bytes, json);
    }

    /// <summary>Reads JSON that a query parameter holds.</summary>
    /// <exception cref="Refusal">400 <c>invalid_json</c> or <c>invalid_field</c>.</exception>
    public static T ParseJson<T>(string text, JsonTypeInfo<T> json) => Parse(Encoding.UTF8.GetBytes(text), json);

    /// <summary>Reads a JSON body that is either one object or a list of them; the other part of the result is null.</summary>
    /// <param name="name">The name of the list in error messages.</param>
    /// <exception cref="Refusal">413 <c>body_too_large</c>; 400 <c>invalid_json</c> or <c>invalid_field</c>.</exception>
    public static async Task<(T? One, T?[]? List)> ReadJsonOrList<T>(
        HttpRequest request, JsonTypeInfo<T> one, JsonTypeInfo<T[]> list, string name, CancellationToken cancellation)
        where T : class
    {
        var bytes = await ReadBytes(request, cancellation);
        return bytes.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..]
            ? (null, ReadList(() => JsonSerializer.Deserialize(bytes.Span, list), name))
            : (Parse(bytes, one), null);
    }

    /// <summary>Reads a list that is a member of a body.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>; it names the invalid entry.</exception>
    public static T?[] ReadList<T>(JsonElement element, JsonTypeInfo<T[]> list, string name)
        where T : class =>
        ReadList(() => element.Deserialize(list), name);

    private static T?[] ReadList<T>(Func<T[]?> read, string name)
        where T : class
    {
        try
        {
            return read() ?? [];
        }
        catch (JsonException exception) when (exception.Path is { Length: > 1 } path)
        {
            throw Refusal.Field($"{name}{path[1..]}", "has the wrong type or form.");
        }
        catch (JsonException)
        {
            throw new Refusal(400, "invalid_json", "The body is not the expected JSON.");
        }
    }

    private static T Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> json)
    {
        if (bytes.Length == 0)
            throw new Refusal(400, "invalid_json", "The request needs a JSON body.");
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, json)
                ?? throw new Refusal(400, "invalid_json", "The body must be a JSON object.");
        }
        catch (JsonException exception) when (exception.Path is { Length: > 2 } path)
        {
            throw Refusal.Field(path[2..], "has the wrong type or form.");
        }
        catch (JsonException)
        {
            throw new Refusal(400, "invalid_json", "The body is not the expected JSON object.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytes(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaximumBytes)
            throw TooLarge();
        using var buffer = new MemoryStream();
        var chunk = new byte[8 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            if (buffer.Length + read > MaximumBytes)
                throw TooLarge();
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static Refusal TooLarge() =>
        new(413, "body_too_large", $"The body may have at most {MaximumBytes} bytes.");
}
