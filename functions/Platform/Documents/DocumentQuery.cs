using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace SneakerCheck.Platform.Documents;

/// <summary>How a field is compared with a value.</summary>
public enum Comparison
{
    /// <summary>The field is the value.</summary>
    Equal,

    /// <summary>The field holds another value of the same type.</summary>
    NotEqual,

    /// <summary>The field is below the value.</summary>
    Less,

    /// <summary>The field is the value or below it.</summary>
    LessOrEqual,

    /// <summary>The field is above the value.</summary>
    Greater,

    /// <summary>The field is the value or above it.</summary>
    GreaterOrEqual,

    /// <summary>The field is one of the values.</summary>
    OneOf,
}

/// <summary>
/// One condition on a field of a document's value. Strings compare by their bytes in UTF-8, numbers whole or not by their
/// value. A missing field, and one of another type than the value, meets no condition.
/// </summary>
public sealed partial record Condition
{
    /// <summary>The most values that a field may be compared with.</summary>
    public const int MaximumValues = 250;

    /// <summary>Makes a condition with one value.</summary>
    /// <param name="field">A path of lower-case member names joined by dots, for example <c>photo.view</c>; or <c>id</c>.</param>
    /// <param name="comparison">How to compare.</param>
    /// <param name="value">A <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</param>
    /// <exception cref="ArgumentException">The path has another form, or the value another type.</exception>
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
            throw new ArgumentException("A condition takes text, a whole number, a finite number or a truth value.", nameof(values));
        (Field, Comparison, Values) = (field, comparison, values);
    }

    /// <summary>The path inside the value.</summary>
    public string Field { get; }

    /// <summary>How to compare.</summary>
    public Comparison Comparison { get; }

    /// <summary>
    /// What to compare with: one value, or for <see cref="Comparison.OneOf"/> several of one type. Always sent as parameters, never
    /// as query text.
    /// </summary>
    public ImmutableArray<object> Values { get; }

    /// <summary>The field is the value.</summary>
    public static Condition Equal(string field, object value) => new(field, Comparison.Equal, value);

    /// <summary>The field is one of these texts, 1 to <see cref="MaximumValues"/>.</summary>
    /// <exception cref="ArgumentException">The path has another form, or there are none or too many.</exception>
    public static Condition OneOf(string field, IEnumerable<string> values) => new(field, Comparison.OneOf, [.. values]);

    /// <summary>The field is one of these whole numbers, 1 to <see cref="MaximumValues"/>.</summary>
    /// <exception cref="ArgumentException">The path has another form, or there are none or too many.</exception>
    public static Condition OneOf(string field, IEnumerable<long> values) => new(field, Comparison.OneOf, [.. values]);

    /// <summary>Whether this text may stand as a path in a query: both query dialects take it as it is.</summary>
    internal static bool IsField(string field) => FieldPath().IsMatch(field);

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*\z")]
    private static partial Regex FieldPath();
}

/// <summary>Which documents of one kind to find, in one partition or in all.</summary>
public sealed record DocumentQuery
{
    /// <summary>The partition to look in; null looks across all, which costs more.</summary>
    public string? Partition { get; init; }

    /// <summary>All of these must hold.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>
    /// The field to order by, a path as in <see cref="Condition"/>; <c>id</c> is the document's id. Ids of version 7 make
    /// that the order of creation. Ties fall in an order of the store's own, so that pages neither repeat nor skip. Documents
    /// without the field, or with null in it, are left out.
    /// </summary>
    public string OrderBy { get; init; } = "id";

    /// <summary>From the greatest to the least.</summary>
    public bool Descending { get; init; }

    /// <summary>Documents a page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The continuation of the page before; null for the first.</summary>
    public string? Continuation { get; init; }

    /// <summary>Refuses what no store could answer.</summary>
    internal void Check()
    {
        if (!Condition.IsField(OrderBy))
            throw new ArgumentException($"'{OrderBy}' is not a field path.", nameof(OrderBy));
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, 1000);
    }
}
