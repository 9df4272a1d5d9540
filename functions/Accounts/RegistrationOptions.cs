namespace SneakerCheck.Accounts;

/// <summary>How many accounts may be registered; section <c>Registrations</c>.</summary>
public sealed class RegistrationOptions
{
    public const string Section = "Registrations";

    private const int Maximum = 1_000_000;

    /// <summary>Registrations an hour from one network, refused ones included.</summary>
    public int PerHour { get; set; } = 200;

    /// <summary>Validates the settings; returns one line for each error.</summary>
    internal IEnumerable<string> Validate()
    {
        if (PerHour is < 1 or > Maximum)
            yield return $"{Section}__{nameof(PerHour)} must be 1 to {Maximum}.";
    }
}
