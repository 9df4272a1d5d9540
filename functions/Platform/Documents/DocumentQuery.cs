using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace SneakerCheck.Platform.Documents;

/// <summary>How a field is compared with a value.</summary>
public enum Comparison
{
    Equal,

    /// <summary>The field has a different value of the same type.</summary>
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    OneOf,

    /// <summary>The field is an array, and the value is one of its entries.</summary>
    Contains,

    /// <summary>The field is an array, and at least one of the values is one of its entries.</summary>
    ContainsAny,

    /// <summary>The field is a string, and the value, also a string, is a part of it. The empty string is a part of each.</summary>
    Substring,
}

/// <summary>
/// A condition on a field of a document's value. Strings compare by their UTF-8 bytes, numbers by their value, integer or not. A
/// field that is missing or has another type than the value meets no condition.
/// </summary>
public sealed partial record Condition
{
    public const int MaximumValues = 250;

    /// <summary>Creates a condition with one value.</summary>
    /// <param name="field">A path of lower-case member names joined by dots, for example <c>photo.view</c>; or <c>id</c>.</param>
    /// <param name="value">A <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</param>
    /// <exception cref="ArgumentException">The path or the type of the value is not valid.</exception>
    public Condition(string field, Comparison comparison, object value)
        : this(field, comparison, ImmutableArray.Create(value))
    {
    }

    private Condition(string field, Comparison comparison, ImmutableArray<object> values)
    {
        if (!IsField(field))
            throw new ArgumentException($"'{field}' is not a field path.", nameof(field));
        if (values.Length is < 1 or > MaximumValues)
            throw new ArgumentException($"A condition takes 1 to {MaximumValues} values, not {values.Length}.", nameof(values));
        if (values.Any(value => value is not (string or long or double or bool) || value is double number && !double.IsFinite(number)))
            throw new ArgumentException("A condition takes a string, an integer, a finite number or a Boolean.", nameof(values));
        // SQLite's text has these escaped in pairs, in which half a pair would be found.
        if (comparison == Comparison.Substring && values[0] is string part && part.AsSpan().IndexOfAnyInRange('\u0000', '\u0002') >= 0)
            throw new ArgumentException("A part of a string cannot have U+0000 to U+0002.", nameof(values));
        (Field, Comparison, Values) = (field, comparison, values);
    }

    public string Field { get; }

    public Comparison Comparison { get; }

    /// <summary>
    /// One value, or for <see cref="Comparison.OneOf"/> and <see cref="Comparison.ContainsAny"/> several of one type. Stores send them as
    /// parameters, never as query text.
    /// </summary>
    public ImmutableArray<object> Values { get; }

    public static Condition Equal(string field, object value) => new(field, Comparison.Equal, value);

    /// <summary>The field is one of these strings, 1 to <see cref="MaximumValues"/>.</summary>
    /// <exception cref="ArgumentException">The path is not valid, or there are no values or too many.</exception>
    public static Condition OneOf(string field, IEnumerable<string> values) => new(field, Comparison.OneOf, [.. values]);

    /// <summary>The field is one of these integers, 1 to <see cref="MaximumValues"/>.</summary>
    /// <exception cref="ArgumentException">The path is not valid, or there are no values or too many.</exception>
    public static Condition OneOf(string field, IEnumerable<long> values) => new(field, Comparison.OneOf, [.. values]);

    /// <summary>The array has this entry. Several such conditions mean that it has all of theirs.</summary>
    /// <exception cref="ArgumentException">The path or the type of the value is not valid.</exception>
    public static Condition Contains(string field, object value) => new(field, Comparison.Contains, value);

    /// <summary>The array has at least one of these strings, 1 to <see cref="MaximumValues"/>.</summary>
    /// <exception cref="ArgumentException">The path is not valid, or there are no values or too many.</exception>
    public static Condition ContainsAny(string field, IEnumerable<string> values) => new(field, Comparison.ContainsAny, [.. values]);

    /// <summary>This text is a part of the string, compared by code points.</summary>
    /// <exception cref="ArgumentException">The path is not valid, or the text has U+0000, U+0001 or U+0002.</exception>
    public static Condition Substring(string field, string text) => new(field, Comparison.Substring, text);

    /// <summary>Whether this text is a field path. It must be safe inside query text, which contains it in both dialects.</summary>
    internal static bool IsField(string field) => FieldPath().IsMatch(field);

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*\z")]
    private static partial Regex FieldPath();
}

/// <summary>Selects documents of one kind, in one partition or in all.</summary>
public sealed record DocumentQuery
{
    /// <summary>The partition to search; null searches all of them, which costs more.</summary>
    public string? Partition { get; init; }

    /// <summary>All of these must hold.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>
    /// The field to order by, a path as in <see cref="Condition"/>; <c>id</c> is the document's id. With UUIDs of version 7 that is the
    /// order of creation. Each store breaks ties in a fixed order of its own, so that pages neither repeat nor skip documents.
    /// Documents in which the field is missing or null are left out.
    /// </summary>
    public string OrderBy { get; init; } = "id";

    public bool Descending { get; init; }

    /// <summary>Documents per page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The continuation of the previous page; null for the first page.</summary>
    public string? Continuation { get; init; }

    internal void Validate()
    {
        if (!Condition.IsField(OrderBy))
            throw new ArgumentException($"'{OrderBy}' is not a field path.", nameof(OrderBy));
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, 1000);
    }
}
