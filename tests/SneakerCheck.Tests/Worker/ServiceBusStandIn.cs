using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;

namespace SneakerCheck.Tests.Worker;

/// <summary>
/// Receives over AMQP what the Service Bus client sends, like the emulator: without TLS and with any token. A message is delivered when it
/// is due, at once again if it is abandoned, and after ten deliveries as a dead letter. A message id that was used before is dropped.
/// </summary>
internal sealed class ServiceBusStandIn : IDisposable
{
    private const int MaximumDeliveries = 10;
    private static readonly Symbol ScheduledTime = new("x-opt-scheduled-enqueue-time");

    private readonly ContainerHost host;
    private readonly ConcurrentDictionary<(string Queue, string Id), bool> seen = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly int port = FreePort();

    public ServiceBusStandIn()
    {
        host = new ContainerHost(new Address($"amqp://127.0.0.1:{port}"));
        host.Listeners[0].SASL.EnableAnonymousMechanism = true;
        host.Listeners[0].SASL.EnableMechanism(AnyToken.Name, new AnyToken());
        host.RegisterRequestProcessor("$cbs", new Tokens());
        host.RegisterLinkProcessor(new Links(this));
        host.Open();
    }

    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true;";

    /// <summary>Called with the queue and the body of each message that is due. Returns whether its function succeeded.</summary>
    public Func<string, string, Task<bool>>? Consumer { get; set; }

    /// <summary>Each delivery: the queue, the body and whether the function succeeded.</summary>
    public ConcurrentQueue<(string Queue, string Body, bool Taken)> Deliveries { get; } = new();

    public void Dispose()
    {
        stopping.Cancel();
        host.Close();
        stopping.Dispose();
    }

    private void Take(string queue, Message message)
    {
        if (message.BodySection is DataList batch)
        {
            // A batch: each section of the body is a complete message.
            for (var part = 0; part < batch.Count; part++)
                Take(queue, Message.Decode(new ByteBuffer(batch[part].Binary, 0, batch[part].Binary.Length, batch[part].Binary.Length)));
            return;
        }
        var bytes = ((Data)message.BodySection).Binary;
        if (message.Properties?.MessageId is null && bytes is [not (byte)'{', ..])
        {
            Take(queue, Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length)));
            return;
        }
        if (!seen.TryAdd((queue, message.Properties?.MessageId ?? ""), true))
            return;
        var due = message.MessageAnnotations?[ScheduledTime] as DateTime? ?? DateTime.UtcNow;
        _ = Deliver(queue, Encoding.UTF8.GetString(bytes), due - DateTime.UtcNow, stopping.Token);
    }

    private async Task Deliver(string queue, string body, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellation);
            for (var count = 1; count <= MaximumDeliveries; count++)
            {
                if (await HandOver(queue, body))
                    return;
            }
            await HandOver($"{queue}/$deadletterqueue", body);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // The test is over, or the queue has no function.
        }
    }

    private async Task<bool> HandOver(string queue, string body)
    {
        var taken = await Consumer!(queue, body);
        Deliveries.Enqueue((queue, body, taken));
        return taken;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The client's SASL handshake. The token follows as a message to <c>$cbs</c>.</summary>
    private sealed class AnyToken() : SaslProfile(new Symbol(Name))
    {
        public const string Name = "MSSBCBS";

        protected override ITransport UpgradeTransport(ITransport transport) => transport;

        protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = new Symbol(Name) };

        protected override DescribedList OnCommand(DescribedList command) =>
            command is SaslInit ? new SaslOutcome { Code = SaslCode.Ok } : null!;
    }

    private sealed class Tokens : IRequestProcessor
    {
        public int Credit => 100;

        public void Process(RequestContext requestContext) => requestContext.Complete(
            new Message { ApplicationProperties = new() { ["status-code"] = 202, ["status-description"] = "Accepted" } });
    }

    private sealed class Links(ServiceBusStandIn bus) : ILinkProcessor
    {
        public void Process(AttachContext attachContext)
        {
            var address = ((Target)attachContext.Attach.Target).Address;
            var queue = Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.AbsolutePath : address;
            attachContext.Attach.MaxMessageSize = 256 * 1024;
            attachContext.Complete(new Incoming(bus, queue.Trim('/')), 300);
        }
    }

    private sealed class Incoming(ServiceBusStandIn bus, string queue) : LinkEndpoint
    {
        public override void OnMessage(MessageContext messageContext)
        {
            bus.Take(queue, messageContext.Message);
            messageContext.Complete();
        }

        public override void OnFlow(FlowContext flowContext)
        {
        }

        public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();
    }
}
