namespace SneakerCheck.Commands;

/// <summary>A command cannot do what it was asked to. The program prints the message and exits with code 1.</summary>
public sealed class CommandException(string message, Exception? cause = null) : Exception(message, cause);
