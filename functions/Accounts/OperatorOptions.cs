namespace SneakerCheck.Accounts;

/// <summary>The first operator; section <c>Operator</c>. The Local host makes one up where none is set.</summary>
public sealed class OperatorOptions
{
    /// <summary>Signs in by this.</summary>
    public string Email { get; set; } = "";

    /// <summary>A changed value becomes the operator's password at the next start.</summary>
    public string Password { get; set; } = "";
}
