namespace SneakerCheck.Hosting.Local;

/// <summary>The host cannot start. The program prints the message and exits with code 1.</summary>
/// <param name="line">What is wrong and what to do about it, in one line.</param>
public sealed class StartupException(string line, Exception? cause = null) : Exception(line, cause);
