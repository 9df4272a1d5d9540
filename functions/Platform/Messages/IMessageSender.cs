namespace SneakerCheck.Platform.Messages;

/// <summary>Sends messages to queues: Service Bus in Azure, a queue in the SQLite file on the Local host.</summary>
public interface IMessageSender
{
    /// <summary>Returns once the queue has stored the message durably.</summary>
    Task Send(Message message, CancellationToken cancellation = default);

    /// <summary>Throws unless the queue answers.</summary>
    Task Probe(CancellationToken cancellation = default);
}
