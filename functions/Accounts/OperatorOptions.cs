namespace SneakerCheck.Accounts;

/// <summary>The first operator; section <c>Operator</c>. The Local host generates one if it is not set.</summary>
public sealed class OperatorOptions
{
    public const string Section = "Operator";

    private const int MinimumPassword = 8;

    /// <summary>The operator's e-mail address, used to sign in.</summary>
    public string Email { get; set; } = "";

    /// <summary>The operator's password. A changed value takes effect at the next start.</summary>
    public string Password { get; set; } = "";

    /// <summary>Validates the settings; returns one line for each error.</summary>
    internal IEnumerable<string> Validate()
    {
        if ((Email.Length == 0) != (Password.Length == 0))
            yield return $"Set both {Section}__{nameof(Email)} and {Section}__{nameof(Password)}, or neither.";
        else if (Email.Length > 0 && !Identity.IsEmail(Email))
            yield return $"{Section}__{nameof(Email)} must be an e-mail address.";
        else if (Password.Length is > 0 and < MinimumPassword)
            yield return $"{Section}__{nameof(Password)} must have at least {MinimumPassword} characters.";
    }
}
