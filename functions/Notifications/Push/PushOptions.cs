namespace SneakerCheck.Notifications.Push;

/// <summary>What holds for every push; the section <c>Push</c>.</summary>
public sealed class PushOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Push";

    /// <summary>
    /// Whether webhooks may be plain http and may lie at private, loopback and other non-public addresses. For development only:
    /// in a cloud it would let anybody with an account reach what only the host can.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long a receiver may take, connection included. Standard Webhooks recommends 15 to 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong with the settings, each in one line.</summary>
    public IEnumerable<string> Faults()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}__{nameof(Timeout)} must be between 0.1 seconds and 1 minute.";
    }
}
