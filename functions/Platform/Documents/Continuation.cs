using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SneakerCheck.Platform.Documents;

/// <summary>
/// Wraps a position of a store into text for clients. A digest over the position and the query's shape tells one that was
/// altered or belongs to another query; it is no secret, for a position opens nothing that its query does not.
/// </summary>
internal static class Continuation
{
    private const int DigestBytes = 12;

    /// <summary>The position as base64url text.</summary>
    public static string Write(string kind, DocumentQuery query, string position)
    {
        var bytes = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Digest(kind, query, bytes), .. bytes]);
    }

    /// <summary>The position; null where the query asks for its first page.</summary>
    /// <exception cref="ArgumentException">The continuation is not one of this query's.</exception>
    public static string? Read(string kind, DocumentQuery query)
    {
        if (query.Continuation is null)
            return null;
        var bytes = Base64Url.IsValid(query.Continuation) ? Base64Url.DecodeFromChars(query.Continuation) : [];
        return bytes.Length > DigestBytes && bytes.AsSpan(0, DigestBytes).SequenceEqual(Digest(kind, query, bytes.AsSpan(DigestBytes)))
            ? Encoding.UTF8.GetString(bytes.AsSpan(DigestBytes))
            : throw Foreign();
    }

    /// <summary>What a continuation that is not one of the query's is answered with.</summary>
    public static ArgumentException Foreign() => new("The continuation is not one of this query's.");

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
