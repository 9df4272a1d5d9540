using System.Text;
using System.Text.RegularExpressions;

namespace SneakerCheck.Platform.Documents;

/// <summary>Validates the names of partitions, documents and kinds.</summary>
internal static partial class DocumentAddress
{
    // Cosmos DB's limit for an id, in UTF-8 bytes. We use it for partition keys too.
    private const int MaximumBytes = 1023;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Whether a text may be a partition or an id. Cosmos DB rejects <c>/</c>, <c>\</c>, <c>?</c> and <c>#</c>, empty and overlong
    /// texts. Control characters and lone surrogates do not survive the transport, and a URL resolves <c>.</c> and <c>..</c> as
    /// folders.
    /// </summary>
    public static bool IsAllowed(string text)
    {
        if (text is "." or ".." || text.Length is 0 or > MaximumBytes || text.AsSpan().IndexOfAny(@"/\?#") >= 0 || text.Any(char.IsControl))
            return false;
        try
        {
            return Strict.GetByteCount(text) <= MaximumBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Whether a text may be a kind. It must be safe inside query text, which contains it unquoted.</summary>
    public static bool IsKind(string text) => Kind().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Kind();
}
