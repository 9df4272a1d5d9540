using System.Text.Json;

namespace SneakerCheck.Hosting.Local;

/// <summary>What the Local host honours of <c>host.json</c>, the file that the Functions host reads in Azure.</summary>
/// <param name="RoutePrefix">Stands before every route; <c>api</c> where the file says nothing.</param>
/// <param name="MaximumConcurrentCalls">Messages that one queue function works on at once.</param>
/// <param name="LongestLockRenewal">For how long the lock of a message being worked on is renewed.</param>
public sealed record HostSettings(string RoutePrefix, int MaximumConcurrentCalls, TimeSpan LongestLockRenewal)
{
    /// <summary>Reads the file that was built with the program.</summary>
    public static HostSettings Read() => Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));

    /// <summary>Reads settings from JSON; what is missing has the Functions host's own default.</summary>
    public static HostSettings Parse(ReadOnlyMemory<byte> json)
    {
        using var file = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return new HostSettings(
            Find(file.RootElement, "extensions", "http", "routePrefix")?.GetString() ?? "api",
            Find(file.RootElement, "extensions", "serviceBus", "maxConcurrentCalls")?.GetInt32() ?? 16,
            Find(file.RootElement, "extensions", "serviceBus", "maxAutoLockRenewalDuration")?.GetString() is { } duration
                ? TimeSpan.Parse(duration, null)
                : TimeSpan.FromMinutes(5));
    }

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element;
    }
}
