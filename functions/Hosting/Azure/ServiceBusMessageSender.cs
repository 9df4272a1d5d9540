using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Azure;

/// <summary>Sends messages to Service Bus. infra/ creates the queues with their policy.</summary>
public sealed class ServiceBusMessageSender(ServiceBusClient client) : IMessageSender
{
    // Any of the queues shows whether the namespace answers.
    private const string ProbedQueue = "check-runs";
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new();
    public Task Send(Message message, CancellationToken cancellation = default)
    {
        var envelope = new ServiceBusMessage(JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Default.Message))
        {
            MessageId = message.Key,
            ContentType = "application/json",
        };
        if (message.NotBefore is { } moment)
            envelope.ScheduledEnqueueTime = moment;
        return Sender(message.Queue).SendMessageAsync(envelope, cancellation);
    }
    public async Task Probe(CancellationToken cancellation = default)
    {
        // Creating a batch opens a link and asks the service for its maximum message size. Nothing is sent.
        using var batch = await Sender(ProbedQueue).CreateMessageBatchAsync(cancellation);
    }

    private ServiceBusSender Sender(string queue) => senders.GetOrAdd(queue, client.CreateSender);
}
