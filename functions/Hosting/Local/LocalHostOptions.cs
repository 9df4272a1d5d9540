namespace SneakerCheck.Hosting.Local;

public sealed record LocalHostOptions
{
    /// <summary>Settings that override the environment, by full name, for example <c>Blobs:ConnectionString</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Receives messages for the person who starts the host.</summary>
    public TextWriter Output { get; init; } = Console.Out;
}
