using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Azure;

/// <summary>Sends messages to Service Bus. Queues and their policy are made by infra.</summary>
public sealed class ServiceBusMessageSender(ServiceBusClient client) : IMessageSender
{
    // Any queue of ours will do to see whether the namespace answers.
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
        // Opening a link and creating a batch asks the service for the largest message size; nothing is sent.
        using var batch = await Sender(ProbedQueue).CreateMessageBatchAsync(cancellation);
    }

    private ServiceBusSender Sender(string queue) => senders.GetOrAdd(queue, client.CreateSender);
}
