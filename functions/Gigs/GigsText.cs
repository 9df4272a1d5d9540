using SneakerCheck.Accounts;

namespace SneakerCheck.Gigs;

/// <summary>Validates free text that others see.</summary>
internal static class GigsText
{
    /// <summary>A trimmed line of at most so many characters; empty is allowed, null stays null.</summary>
    /// <exception cref="Platform.Errors.Refusal">400 <c>invalid_field</c>.</exception>
    public static string? Line(string field, string? value, int maximum) =>
        value is null ? null : Identity.Name(field, value, 0, maximum);

    /// <summary>Like <see cref="Line"/>, but of any number of lines.</summary>
    /// <exception cref="Platform.Errors.Refusal">400 <c>invalid_field</c>.</exception>
    public static string? Lines(string field, string? value, int maximum) =>
        value is null ? null : Untrimmed(field, value.Trim(), maximum);

    /// <summary>Text of any number of lines, as it is but for its line ends.</summary>
    /// <exception cref="Platform.Errors.Refusal">400 <c>invalid_field</c>.</exception>
    public static string Untrimmed(string field, string value, int maximum)
    {
        var text = value.ReplaceLineEndings("\n");
        Identity.Name(field, text.Replace('\n', ' ').Replace('\t', ' '), 0, maximum);
        return text;
    }
}
