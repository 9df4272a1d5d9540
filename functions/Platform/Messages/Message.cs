using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SneakerCheck.Platform.Messages;

/// <summary>A message on its way to a queue.</summary>
/// <param name="Key">Identifies the message: sent twice under one key within ten minutes, it is delivered once.</param>
/// <param name="Attempt">The number of earlier attempts.</param>
/// <param name="NotBefore">The earliest delivery; null: at once.</param>
/// <param name="Payload">What the consumer gets, as the queue's type.</param>
public sealed record Message(string Queue, string Key, int Attempt, DateTimeOffset? NotBefore, JsonElement Payload);

/// <summary>A queue, what its messages hold and how long to wait before each retry.</summary>
/// <typeparam name="T">What a message holds.</typeparam>
/// <param name="name">The queue's name in Service Bus.</param>
/// <param name="json">The contract of <typeparamref name="T"/>.</param>
/// <param name="delays">The waits before the second, third, … attempt; after the last the message is dead-lettered.</param>
public sealed class MessageQueue<T>(string name, JsonTypeInfo<T> json, params TimeSpan[] delays)
{
    public string Name { get; } = name;
    public JsonTypeInfo<T> Json { get; } = json;

    /// <summary>The waits before the second, third, … attempt.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; } = delays;
    public Message Message(string key, T payload, DateTimeOffset? notBefore = null) =>
        new(Name, key, 0, notBefore, JsonSerializer.SerializeToElement(payload, Json));
}

/// <summary>The policy of the queues of both hosts.</summary>
public static class QueuePolicy
{
    /// <summary>Deliveries of one message before it is dead-lettered; crashes of a consumer count.</summary>
    public const int MaximumDeliveries = 10;

    /// <summary>How long a message stays locked after its consumer died.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    /// <summary>For how long a key is remembered, so that a message sent twice is delivered once.</summary>
    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);
}

/// <summary>JSON of messages, the same in the outbox and on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Message))]
internal sealed partial class MessageJson : JsonSerializerContext;
