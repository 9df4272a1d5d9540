namespace SneakerCheck.Notifications.Push;

/// <summary>The Azure notification hub for Apple and Firebase; section <c>NotificationHub</c>. Set all of its settings, or none.</summary>
public sealed class NotificationHubOptions
{
    public const string Section = "NotificationHub";

    /// <summary>The namespace's address, for example <c>https://sneakers.servicebus.windows.net</c>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The hub's name in the namespace.</summary>
    public string? Hub { get; set; }

    /// <summary>The name of an access policy that may send.</summary>
    public string? KeyName { get; set; }

    /// <summary>The key of that policy, as the portal shows it.</summary>
    public string? Key { get; set; }

    public bool IsConfigured => !string.IsNullOrEmpty(Endpoint);

    /// <summary>Validates the settings; returns one line for each error.</summary>
    public IEnumerable<string> Validate()
    {
        (string Name, string? Value)[] settings =
            [(nameof(Endpoint), Endpoint), (nameof(Hub), Hub), (nameof(KeyName), KeyName), (nameof(Key), Key)];
        var missing = settings
            .Where(setting => string.IsNullOrEmpty(setting.Value))
            .Select(setting => $"{Section}__{setting.Name}").ToArray();
        if (missing.Length > 0 && missing.Length < settings.Length)
            yield return $"{Section} needs all of its settings, or none; missing: {string.Join(", ", missing)}.";
        if (IsConfigured
            && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url)
                && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
            yield return $"{Section}__{nameof(Endpoint)} must be an https URL.";
    }
}
