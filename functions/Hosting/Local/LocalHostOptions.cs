namespace SneakerCheck.Hosting.Local;

/// <summary>How to start a Local host.</summary>
public sealed record LocalHostOptions
{
    /// <summary>The command line; <c>--Name value</c> sets a setting, stronger than the environment.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Settings stronger than all others, by full name, for example <c>Blobs:ConnectionString</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The clock of everything in the host.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets what happens at start, in lines for a person.</summary>
    public TextWriter Output { get; init; } = Console.Out;
}
