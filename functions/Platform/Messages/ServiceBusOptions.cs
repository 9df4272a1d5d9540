namespace SneakerCheck.Platform.Messages;

/// <summary>
/// How the Azure host reaches Service Bus; section <c>ServiceBus</c>, with the names that the Service Bus trigger of the Functions
/// host reads. The section's own value is the emulator's connection string.
/// </summary>
public sealed class ServiceBusOptions
{
    /// <summary>The configuration section, and the connection that every queue trigger names.</summary>
    public const string Section = "ServiceBus";

    private const string Namespace = $"{Section}__fullyQualifiedNamespace";

    /// <summary>The namespace's host name, reached by managed identity, for example <c>sneakers.servicebus.windows.net</c>.</summary>
    public string? FullyQualifiedNamespace { get; set; }

    /// <summary>The client id of a user-assigned identity. The trigger uses it together with <see cref="Credential"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary><c>managedidentity</c> if <see cref="ClientId"/> is set.</summary>
    public string? Credential { get; set; }

    /// <param name="connection">The section's own value.</param>
    internal IEnumerable<string> Validate(string? connection)
    {
        if (string.IsNullOrEmpty(FullyQualifiedNamespace) == string.IsNullOrEmpty(connection))
            yield return $"Set exactly one of {Namespace} (Azure) and {Section} (the emulator's connection string).";
        else if (!string.IsNullOrEmpty(FullyQualifiedNamespace) && !IsHostName(FullyQualifiedNamespace))
            yield return $"{Namespace} must be the namespace's host name, NAME.servicebus.windows.net.";
        else if (!string.IsNullOrEmpty(connection) && !IsEmulator(connection))
        {
            yield return $"{Section} must be the emulator's connection string, Endpoint=sb://…;UseDevelopmentEmulator=true; "
                + $"a namespace in Azure is set in {Namespace}.";
        }
        if (string.IsNullOrEmpty(ClientId) != string.IsNullOrEmpty(Credential))
            yield return $"Set both {Section}__clientId and {Section}__credential, or neither.";
        else if (!string.IsNullOrEmpty(ClientId) && !Guid.TryParse(ClientId, out _))
            yield return $"{Section}__clientId must be the identity's client id, a GUID.";
        else if (!string.IsNullOrEmpty(Credential) && Credential != "managedidentity")
            yield return $"{Section}__credential must be managedidentity.";
        else if (!string.IsNullOrEmpty(ClientId) && !string.IsNullOrEmpty(connection))
            yield return $"{Section}__clientId is for {Namespace} only.";
    }

    private static bool IsHostName(string text) => Uri.CheckHostName(text) == UriHostNameType.Dns && text.Contains('.');

    private static bool IsEmulator(string text) =>
        text.StartsWith("Endpoint=sb://", StringComparison.OrdinalIgnoreCase)
        && text.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase);
}
