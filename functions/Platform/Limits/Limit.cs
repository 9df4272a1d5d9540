namespace SneakerCheck.Platform.Limits;

/// <summary>How much may be used under one key within a window.</summary>
/// <param name="Name">What is counted, for example <c>registrations</c>: lower case, digits and hyphens. Part of the key.</param>
/// <param name="Most">The most that may be used within a window; at least 1.</param>
/// <param name="Window">How long a window lasts. It begins with the first use.</param>
public sealed record Limit(string Name, long Most, TimeSpan Window)
{
    /// <summary>A limit by the hour.</summary>
    public static Limit Hourly(string name, long most) => new(name, most, TimeSpan.FromHours(1));
}
