using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SneakerCheck.Platform.Messages;

/// <summary>A message to a queue.</summary>
/// <param name="Key">Deduplicates: of two messages with the same key within ten minutes, only the first is delivered.</param>
/// <param name="Attempt">The number of earlier attempts.</param>
/// <param name="NotBefore">The earliest delivery; null means at once.</param>
/// <param name="Payload">JSON of the queue's payload type.</param>
public sealed record Message(string Queue, string Key, int Attempt, DateTimeOffset? NotBefore, JsonElement Payload);

/// <summary>A queue with its payload type and the waits before each retry.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="name">The queue's name in Service Bus.</param>
/// <param name="json">The JSON contract of <typeparamref name="T"/>.</param>
/// <param name="delays">The waits before the second, third, … attempt. After the last attempt the message is dead-lettered.</param>
public sealed class MessageQueue<T>(string name, JsonTypeInfo<T> json, params TimeSpan[] delays)
{
    public string Name { get; } = name;
    public JsonTypeInfo<T> Json { get; } = json;

    public IReadOnlyList<TimeSpan> Delays { get; } = delays;

    public Message Message(string key, T payload, DateTimeOffset? notBefore = null) =>
        new(Name, key, 0, notBefore, JsonSerializer.SerializeToElement(payload, Json));
}

/// <summary>Properties of the queues on both hosts.</summary>
public static class QueuePolicy
{
    /// <summary>Deliveries of a message before it is dead-lettered. A delivery whose consumer crashed counts too.</summary>
    public const int MaximumDeliveries = 10;

    /// <summary>How long a message stays locked after its consumer has crashed.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    /// <summary>How long a queue remembers keys to drop duplicates.</summary>
    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);
}

/// <summary>JSON of messages, the same in the outbox and on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Message))]
internal sealed partial class MessageJson : JsonSerializerContext;
