namespace SneakerCheck.Platform.Messages;

/// <summary>Puts messages on queues: Service Bus in Azure, the durable queue of the same file locally.</summary>
public interface IMessageSender
{
    /// <summary>Returns when the queue holds the message durably.</summary>
    Task Send(Message message, CancellationToken cancellation = default);

    /// <summary>Throws unless the queue answers.</summary>
    Task Probe(CancellationToken cancellation = default);
}
