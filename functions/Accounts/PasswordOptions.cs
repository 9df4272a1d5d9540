namespace SneakerCheck.Accounts;

/// <summary>How much of the machine hashing of passwords may take; section <c>Passwords</c>.</summary>
public sealed class PasswordOptions
{
    public const string Section = "Passwords";

    private const int MostThreads = 256;
    private const int MostWaiting = 10_000;

    /// <summary>Threads that hash; 0 takes half the processors, at least one.</summary>
    public int Threads { get; set; }

    /// <summary>Requests that may wait for one of the threads. More are refused.</summary>
    public int Waiting { get; set; } = 64;

    /// <summary>Validates the settings; returns one line for each error.</summary>
    internal IEnumerable<string> Validate()
    {
        if (Threads is < 0 or > MostThreads)
            yield return $"{Section}__{nameof(Threads)} must be 0 to {MostThreads}.";
        if (Waiting is < 0 or > MostWaiting)
            yield return $"{Section}__{nameof(Waiting)} must be 0 to {MostWaiting}.";
    }
}
