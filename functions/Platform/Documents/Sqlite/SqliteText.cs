namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// SQLite's JSON functions end a text at U+0000. So stored text writes U+0000 as U+0001 U+0001 and U+0001 as U+0001 U+0002,
/// which keeps both equality and order.
/// </summary>
internal static class SqliteText
{
    /// <summary>A text as it is stored and compared.</summary>
    public static string Escape(string text) =>
        text.AsSpan().IndexOfAny('\u0000', '\u0001') < 0 ? text : text.Replace("\u0001", "\u0001\u0002").Replace("\u0000", "\u0001\u0001");

    /// <summary>A JSON value as it is stored; inside JSON, control characters appear only as <c>\u00XX</c>.</summary>
    public static byte[] EscapeJson(byte[] json)
    {
        if (json.AsSpan().IndexOf(@"\u0000"u8) < 0 && json.AsSpan().IndexOf(@"\u0001"u8) < 0)
            return json;
        var stored = new List<byte>(json.Length + 64);
        for (var at = 0; at < json.Length;)
        {
            var length = EscapeLength(json, at);
            var escape = json.AsSpan(at, length);
            if (escape.SequenceEqual(@"\u0000"u8))
                stored.AddRange(@"\u0001\u0001"u8);
            else if (escape.SequenceEqual(@"\u0001"u8))
                stored.AddRange(@"\u0001\u0002"u8);
            else
                stored.AddRange(escape);
            at += length;
        }
        return [.. stored];
    }

    /// <summary>The JSON value that was stored.</summary>
    public static ReadOnlySpan<byte> UnescapeJson(ReadOnlySpan<byte> stored)
    {
        if (stored.IndexOf(@"\u0001"u8) < 0)
            return stored;
        var json = new List<byte>(stored.Length);
        for (var at = 0; at < stored.Length;)
        {
            var length = EscapeLength(stored, at);
            var escape = stored.Slice(at, length);
            if (escape.SequenceEqual(@"\u0001"u8))
            {
                json.AddRange(stored[(at + length)..].StartsWith(@"\u0001"u8) ? @"\u0000"u8 : @"\u0001"u8);
                length += length;
            }
            else
            {
                json.AddRange(escape);
            }
            at += length;
        }
        return json.ToArray();
    }

    private static int EscapeLength(ReadOnlySpan<byte> json, int at) => json[at] != '\\' ? 1 : json[at + 1] == 'u' ? 6 : 2;
}
