namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// Escapes U+0000, at which SQLite's JSON functions end a string. Stored text has U+0001 U+0001 for U+0000, and U+0001 U+0002 for
/// U+0001. This preserves both equality and order.
/// </summary>
internal static class SqliteText
{
    public static string Escape(string text) =>
        text.AsSpan().IndexOfAny('\u0000', '\u0001') < 0 ? text : text.Replace("\u0001", "\u0001\u0002").Replace("\u0000", "\u0001\u0001");

    /// <summary>Escapes a JSON value, in which control characters occur only as <c>\u00XX</c>.</summary>
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
