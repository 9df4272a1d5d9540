using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Platform.Messages;

/// <summary>Thrown by a handler to have its message retried, optionally with a minimum wait.</summary>
/// <param name="reason">Written to the log and the dead letter.</param>
/// <param name="after">The minimum wait; null means the queue's own.</param>
public sealed class RetryLaterException(string reason, TimeSpan? after = null) : Exception(reason)
{
    public TimeSpan? After { get; } = after;

    /// <summary>
    /// Whether the work did not begin, because others are before it. The message comes again after exactly the wait, and no attempt is
    /// counted.
    /// </summary>
    public bool IsPostponed { get; init; }
}

/// <summary>
/// Passes a message to its handler and retries failed work after a wait. Service Bus redelivers at once, so an outage of a minute
/// would use up all deliveries. The message is therefore sent again, scheduled for later. After the queue's last wait the exception
/// is rethrown, and the message ends in the dead-letter queue.
/// </summary>
public sealed partial class MessageConsumer(IMessageSender sender, TimeProvider time, ILogger<MessageConsumer> logger)
{
    /// <summary>Handles one delivery. Returning completes it; an exception has it redelivered or dead-lettered.</summary>
    /// <param name="handle">May run more than once for a message, so it must be idempotent.</param>
    public async Task Consume<T>(
        MessageQueue<T> queue, string body, Func<T, CancellationToken, Task> handle, CancellationToken cancellation)
    {
        var message = Read(body);
        try
        {
            await handle(Payload(queue, message), cancellation);
        }
        catch (RetryLaterException exception) when (exception.IsPostponed && !cancellation.IsCancellationRequested)
        {
            await sender.Send(
                message with { Key = PostponedKey(message.Key), NotBefore = time.GetUtcNow() + exception.After }, cancellation);
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
                    // A new key, because the queue would drop the message as a duplicate.
                    Key = message.Key + "~",
                    Attempt = message.Attempt + 1,
                    NotBefore = time.GetUtcNow() + wait,
                },
                cancellation);
        }
    }

    /// <summary>
    /// Reads the payload of a dead letter. One that cannot be read is logged and dropped (null): no retry could read it either.
    /// </summary>
    public T? DeadLetter<T>(MessageQueue<T> queue, string body)
        where T : class
    {
        try
        {
            return Payload(queue, Read(body));
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, queue.Name);
            return null;
        }
    }

    // A new key, as for a retry, but one that does not grow with each postponement.
    private static string PostponedKey(string key) => $"{key.Split('+')[0]}+{Guid.NewGuid():N}";

    private static Message Read(string body) =>
        JsonSerializer.Deserialize(body, MessageJson.Default.Message) ?? throw new JsonException("A message must be an object.");

    private static T Payload<T>(MessageQueue<T> queue, Message message) =>
        message.Payload.Deserialize(queue.Json) ?? throw new JsonException("A payload must be an object.");

    [LoggerMessage(LogLevel.Error, "A dead letter of queue {Queue} could not be read and is dropped.")]
    private partial void LogUnreadable(Exception exception, string queue);

    [LoggerMessage(LogLevel.Warning, "Message {Key} of queue {Queue}: attempt {Attempt} failed. Next attempt in {Wait}.")]
    private partial void LogRetry(Exception exception, string key, string queue, int attempt, TimeSpan wait);
}
