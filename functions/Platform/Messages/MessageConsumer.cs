using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Platform.Messages;

/// <summary>Thrown by a consumer to have its message retried, perhaps not before a certain wait.</summary>
/// <param name="reason">For the log and the dead letter.</param>
/// <param name="after">The least wait; null: the queue's own.</param>
public sealed class RetryLaterException(string reason, TimeSpan? after = null) : Exception(reason)
{
    /// <summary>The least wait; null: the queue's own.</summary>
    public TimeSpan? After { get; } = after;
}

/// <summary>
/// Hands a message to its handler and retries failed work after a wait. Service Bus redelivers at once, so an outage of a minute
/// would use up every delivery. So the message is sent again, scheduled for later. Only when the queue's waits are used up is the
/// exception rethrown, and the message ends in the dead-letter queue.
/// </summary>
public sealed partial class MessageConsumer(IMessageSender sender, TimeProvider time, ILogger<MessageConsumer> logger)
{
    /// <summary>Handles one delivery. Returning completes it; throwing has it redelivered or dead-lettered.</summary>
    /// <param name="queue">The queue it came from.</param>
    /// <param name="body">The body as delivered.</param>
    /// <param name="handle">The work. It may run more than once, so it must be idempotent.</param>
    public async Task Consume<T>(
        MessageQueue<T> queue, string body, Func<T, CancellationToken, Task> handle, CancellationToken cancellation)
    {
        var message = Read(body);
        try
        {
            await handle(Payload(queue, message), cancellation);
        }
        catch (Exception exception) when (message.Attempt < queue.Delays.Count && !cancellation.IsCancellationRequested)
        {
            var wait = queue.Delays[message.Attempt];
            if (exception is RetryLaterException { After: { } least } && least > wait)
                wait = least;
            LogRetry(exception, message.Key, queue.Name, message.Attempt + 1, wait);
            await sender.Send(
                message with
                {
                    // Another key, because the queue would drop a second message under the same one.
                    Key = message.Key + "~",
                    Attempt = message.Attempt + 1,
                    NotBefore = time.GetUtcNow() + wait,
                },
                cancellation);
        }
    }

    /// <summary>What a delivered body holds, for consumers of dead letters.</summary>
    public static T Payload<T>(MessageQueue<T> queue, string body) => Payload(queue, Read(body));

    private static Message Read(string body) =>
        JsonSerializer.Deserialize(body, MessageJson.Default.Message) ?? throw new JsonException("A message is an object.");

    private static T Payload<T>(MessageQueue<T> queue, Message message) =>
        message.Payload.Deserialize(queue.Json) ?? throw new JsonException("A payload is an object.");

    [LoggerMessage(LogLevel.Warning, "Message {Key} of {Queue}: try {Attempt} failed; again in {Wait}.")]
    private partial void LogRetry(Exception exception, string key, string queue, int attempt, TimeSpan wait);
}
