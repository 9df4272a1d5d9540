namespace SneakerCheck.Accounts;

/// <summary>The first operator; section <c>Operator</c>. The Local host makes one up where none is set.</summary>
public sealed class OperatorOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Operator";

    private const int MinimumPassword = 8;

    /// <summary>Signs in by this.</summary>
    public string Email { get; set; } = "";

    /// <summary>A changed value becomes the operator's password at the next start.</summary>
    public string Password { get; set; } = "";

    /// <summary>What is wrong with the settings, each in one line.</summary>
    internal IEnumerable<string> Faults()
    {
        if ((Email.Length == 0) != (Password.Length == 0))
            yield return $"Set both {Section}__{nameof(Email)} and {Section}__{nameof(Password)}, or neither.";
        else if (Email.Length > 0 && !Identity.IsEmail(Email))
            yield return $"{Section}__{nameof(Email)} must be an e-mail address.";
        else if (Password.Length is > 0 and < MinimumPassword)
            yield return $"{Section}__{nameof(Password)} must have at least {MinimumPassword} characters.";
    }
}
