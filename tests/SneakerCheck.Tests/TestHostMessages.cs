using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests;

/// <summary>Captures the messages of a host. A test decides when and how often each is delivered, or lets sending fail.</summary>
public sealed class TestHostMessages : IMessageSender
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly Lock gate = new();
    private readonly List<Message> sent = [];

    /// <summary>While set, no message can be sent.</summary>
    public bool IsDown { get; set; }

    /// <summary>While set, a message is sent but the sender gets an error, as if it crashed right then.</summary>
    public bool LosesReplies { get; set; }

    /// <summary>For <see cref="TestHost.Start"/>.</summary>
    public void TakeOver(WebApplicationBuilder builder) => builder.Services.AddSingleton<IMessageSender>(this);

    /// <summary>The messages that were sent to a queue, in order.</summary>
    public IReadOnlyList<Message> To(string queue)
    {
        lock (gate)
            return [.. sent.Where(message => message.Queue == queue)];
    }

    /// <summary>A message as a queue delivers it.</summary>
    public static string Body(Message message) => JsonSerializer.Serialize(message, Form);

    /// <summary>Runs the check of the only order there is.</summary>
    public Task RunCheck(TestHost host) =>
        ActivatorUtilities.CreateInstance<RunCheck>(host.Services).Run(Body(To("check-runs").Single()), CancellationToken.None);

    public Task Send(Message message, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            if (IsDown)
                throw new IOException("The queue does not answer.");
            sent.Add(message);
            if (LosesReplies)
                throw new IOException("The queue took the message, and the connection broke.");
        }
        return Task.CompletedTask;
    }

    public Task Probe(CancellationToken cancellation = default) => Task.CompletedTask;
}
