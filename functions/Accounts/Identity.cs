using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// What an account signs in by: user name, e-mail or phone. All three share one name space, so that nobody can register
/// somebody else's e-mail as a user name.
/// </summary>
public static partial class Identity
{
    // The limit of an e-mail address in UTF-8 (RFC 5321, 4.5.3.1.3). It also keeps document ids within the limits of the stores.
    private const int MaximumBytes = 254;

    /// <summary>Normalizes for comparison: ignores case, and spaces and hyphens in phone numbers.</summary>
    public static string Normalize(string value)
    {
        // Upper case first, because some letters have two lower-case forms: both ς and σ become Σ.
        var text = value.Trim().ToUpperInvariant().ToLowerInvariant();
        return PhoneForm().IsMatch(text)
            ? text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)
            : text;
    }

    /// <summary>
    /// What a text that somebody signs in by may stand for, normalized: first with full-width letters folded, then as accounts hold it
    /// that are older than the folding.
    /// </summary>
    public static IEnumerable<string> Readings(string value) =>
        new[] { Normalize(UserNames.Fold(value)), Normalize(value) }.Distinct();

    /// <summary>The id of the document that claims an identity; base64url, because ids do not allow every character.</summary>
    public static string DocumentId(string normalized) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(normalized));

    /// <summary>A cheap check before an identity is looked up or claimed.</summary>
    public static bool IsPlausible(string? value) =>
        value is not null && IsWellFormed(value) && Encoding.UTF8.GetByteCount(value) <= MaximumBytes && value.Trim().Length > 0;

    /// <summary>Validates and trims an e-mail address. Returns null if it is blank.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string? Email(string? value) =>
        string.IsNullOrWhiteSpace(value) ? null
        : IsEmail(UserNames.Fold(value)) ? UserNames.Fold(value)
        : throw Refusal.Field("email", "must be an e-mail address.");

    public static bool IsEmail(string value) => IsPlausible(value) && EmailForm().IsMatch(value.Trim());

    /// <summary>Validates and trims a phone number. Returns null if it is blank.</summary>
    /// <param name="field">The member of the body, for the error.</param>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string? Phone(string? value, string field = "phone") =>
        string.IsNullOrWhiteSpace(value) ? null
        : IsPlausible(value) && PhoneForm().IsMatch(UserNames.Fold(value)) ? UserNames.Fold(value)
        : throw Refusal.Field(field, "must be a phone number of 5 to 15 digits, with an optional + in front.");

    /// <summary>Validates and trims a name that is shown: free text without control characters and direction marks.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string Name(string field, string? value, int minimum, int maximum)
    {
        var name = value?.Trim() ?? "";
        return IsWellFormed(name) && name.Length >= minimum && name.Length <= maximum && !name.Any(IsControl)
            ? name
            : throw Refusal.Field(
                field, $"must be text of {minimum} to {maximum} characters without control characters and direction marks.");
    }

    /// <summary>Validates a new user name and folds its width.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string UserName(string field, string value, int minimum, int maximum)
    {
        var name = Name(field, UserNames.Fold(value), minimum, maximum);
        return UserNames.Fault(name) is { } fault ? throw Refusal.Field(field, fault) : name;
    }

    // Marks of direction make a text look like another; separators of lines and paragraphs break lists.
    private static bool IsControl(char letter) => char.IsControl(letter)
        || letter is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // Lone surrogates are not valid text: comparing or storing them would fail or change them.
    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (char.IsSurrogate(value[i]))
                return false;
        }
        return true;
    }

    [GeneratedRegex(@"\A[^@\s\p{C}]+@[^@\s\p{C}]+\z")]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"\A\+?(?:[0-9][ -]?){4,14}[0-9]\z")]
    private static partial Regex PhoneForm();
}
