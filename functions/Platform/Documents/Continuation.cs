using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Platform.Documents;

/// <summary>
/// Encodes a store's position as text for clients. A digest over the position and the query detects a continuation that was altered
/// or belongs to another query. The digest needs no key, because a position gives access to nothing that its query does not.
/// </summary>
internal static class Continuation
{
    private const int DigestBytes = 12;

    public static string Write(string kind, DocumentQuery query, string position)
    {
        var bytes = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Digest(kind, query, bytes), .. bytes]);
    }

    /// <summary>The position; null for the first page.</summary>
    /// <exception cref="ArgumentException">The continuation does not belong to this query.</exception>
    public static string? Read(string kind, DocumentQuery query)
    {
        if (query.Continuation is null)
            return null;
        var bytes = Base64Url.IsValid(query.Continuation) ? Base64Url.DecodeFromChars(query.Continuation) : [];
        return bytes.Length > DigestBytes && bytes.AsSpan(0, DigestBytes).SequenceEqual(Digest(kind, query, bytes.AsSpan(DigestBytes)))
            ? Encoding.UTF8.GetString(bytes.AsSpan(DigestBytes))
            : throw DoesNotBelong();
    }

    public static ArgumentException DoesNotBelong() => new("The continuation does not belong to this query.");

    private static byte[] Digest(string kind, DocumentQuery query, ReadOnlySpan<byte> position)
    {
        var shape = new StringBuilder();
        foreach (var part in (string[])[kind, query.Partition ?? "", query.OrderBy, query.Descending ? "descending" : "ascending"])
            shape.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
        foreach (var condition in query.Conditions)
        {
            shape.Append(CultureInfo.InvariantCulture, $"{condition.Field} {condition.Comparison} {condition.Values[0].GetType().Name}");
            foreach (var value in condition.Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!))
                shape.Append(CultureInfo.InvariantCulture, $" {value.Length}:{value}");
        }
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(shape.ToString()), 0, .. position])[..DigestBytes];
    }
}
