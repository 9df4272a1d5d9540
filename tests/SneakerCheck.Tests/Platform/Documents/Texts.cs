namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>Texts that are known to break stores.</summary>
public static class Texts
{
    public static readonly string[] Hostile =
    [
        "", " ", "'; DROP TABLE documents; --", "a\"b", @"a\b", @"\u0000", @"\\u0000", "%", "_", "a%_b", "NULL", "null", "1", "true",
            "$.name", "@p0",
        "a", "a\0", "a\0b", "\0", "\u0001", "\u0001\u0001", "\u0001\0\u0002", "\u001f", "\r\n\t", "\u007f", "ü", "鞋", "👟", "e\u0301",
            "\u200b", "\u202e", "\ufffd",
    ];
}
