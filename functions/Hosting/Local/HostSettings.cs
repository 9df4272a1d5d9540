using System.Text.Json;

namespace SneakerCheck.Hosting.Local;

/// <summary>The settings of <c>host.json</c> that the Local host applies. In Azure the Functions host reads that file.</summary>
/// <param name="RoutePrefix">Prefix of every route; <c>api</c> by default.</param>
/// <param name="MaximumConcurrentCalls">How many messages one queue function processes at once.</param>
/// <param name="LongestLockRenewal">For how long the lock of a message is renewed while its function runs.</param>
public sealed record HostSettings(string RoutePrefix, int MaximumConcurrentCalls, TimeSpan LongestLockRenewal)
{
    /// <summary>Reads the file beside the program.</summary>
    public static HostSettings Read() => Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));

    /// <summary>Reads settings from JSON. A missing setting has the Functions host's default.</summary>
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
