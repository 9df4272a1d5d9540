using System.Globalization;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Reads the account in a path of <c>/api/v1</c>.</summary>
public static class AccountPath
{
    public const string Parameter = "user_id";

    /// <summary>The alias for the caller's own id.</summary>
    public const string Me = "me";

    /// <exception cref="Refusal">404 <c>not_found</c>: the text is not an id.</exception>
    public static long Id(string text, Caller caller) => text == Me ? caller.Id
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id
        : throw Refusal.NotFound("account");
}
