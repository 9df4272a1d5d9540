namespace SneakerCheck.Accounts;

/// <summary>How many wrong passwords are taken; section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    private const int Maximum = 1_000_000;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    /// <summary>For one person from one known device, and for one person from one network.</summary>
    public int Failures { get; set; } = 5;

    /// <summary>For one person from all networks together, known devices aside.</summary>
    public int PersonFailures { get; set; } = 100;

    /// <summary>For all persons together from one network, known devices aside.</summary>
    public int NetworkFailures { get; set; } = 100;

    /// <summary>For all persons from all networks. Beyond it, a network has a tenth of its failures.</summary>
    public int TotalFailures { get; set; } = 1000;

    /// <summary>For how long failures count, from the first of them on.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Validates the settings; returns one line for each error.</summary>
    internal IEnumerable<string> Validate()
    {
        if (Failures is < 1 or > Maximum)
            yield return $"{Section}__{nameof(Failures)} must be 1 to {Maximum}.";
        foreach (var (name, value) in new[]
        {
            (nameof(PersonFailures), PersonFailures), (nameof(NetworkFailures), NetworkFailures), (nameof(TotalFailures), TotalFailures),
        })
        {
            if (value < Failures || value > Maximum)
                yield return $"{Section}__{name} must be {Section}__{nameof(Failures)} to {Maximum}.";
        }
        if (Window < TimeSpan.FromSeconds(1) || Window > LongestWindow)
            yield return $"{Section}__{nameof(Window)} must be between 00:00:01 and 1.00:00:00.";
    }
}
