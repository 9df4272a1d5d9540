using System.Text;
using System.Text.RegularExpressions;

namespace SneakerCheck.Platform.Documents;

/// <summary>What may name a partition, a document or a kind.</summary>
internal static partial class DocumentAddress
{
    /// <summary>Cosmos DB's limit for an id, in UTF-8 bytes; partition keys share it here.</summary>
    private const int MaximumBytes = 1023;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Whether a text may be a partition or an id. Cosmos DB takes neither <c>/</c>, <c>\</c>, <c>?</c> and <c>#</c> nor an
    /// empty or overlong text; control characters and halves of surrogate pairs do not survive the way to it, nor do one dot
    /// or two, which an address takes for a folder.
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

    /// <summary>Whether a text may be a kind: query text holds it as it is.</summary>
    public static bool IsKind(string text) => Kind().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Kind();
}
