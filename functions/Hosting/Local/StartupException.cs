namespace SneakerCheck.Hosting.Local;

/// <summary>The host cannot start, for a reason that one line tells a person.</summary>
/// <param name="line">What is wrong and what to do about it, in one line.</param>
/// <param name="cause">Where it was noticed.</param>
public sealed class StartupException(string line, Exception? cause = null) : Exception(line, cause);
