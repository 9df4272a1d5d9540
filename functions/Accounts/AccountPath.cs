using System.Globalization;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>The account that a path of <c>/api/v1</c> names.</summary>
public static class AccountPath
{
    /// <summary>The route parameter.</summary>
    public const string Parameter = "user_id";

    /// <summary>The word that stands for one's own id.</summary>
    public const string Me = "me";

    /// <summary>The account's id.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>: the text cannot be one.</exception>
    public static long Id(string text, Caller caller) => text == Me ? caller.Id
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id
        : throw Refusal.NotFound("account");
}
