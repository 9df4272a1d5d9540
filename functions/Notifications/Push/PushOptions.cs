namespace SneakerCheck.Notifications.Push;

/// <summary>Settings for all pushes; section <c>Push</c>.</summary>
public sealed class PushOptions
{
    public const string Section = "Push";

    /// <summary>
    /// Whether webhooks may use plain http and private, loopback and other non-public addresses. For development only: in a cloud,
    /// anybody with an account could reach services that only the host may reach.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The deadline for a push, including the connection. Standard Webhooks recommends 15 to 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Validates the settings; returns one line for each error.</summary>
    public IEnumerable<string> Validate()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}__{nameof(Timeout)} must be between 0.1 seconds and 1 minute.";
    }
}
