using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Messages;

/// <summary>Failed work is retried after the queue's own waits, and then given up.</summary>
public sealed class MessageConsumerTests
{
    private static readonly MessageQueue<Order> Queue = new(
        "orders",
        (JsonTypeInfo<Order>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Order)),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1));

    private static readonly Order Payload = new(42, "因为", new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));

    private readonly TestHostMessages messages = new();
    private readonly ManualTime time = new();
    private readonly MessageConsumer consumer;

    public MessageConsumerTests() => consumer = new(messages, time, NullLogger<MessageConsumer>.Instance);

    [Fact]
    public async Task Successful_work_gets_the_payload_and_sends_nothing()
    {
        Order? received = null;

        await Consume(First(), result =>
        {
            received = result;
            return Task.CompletedTask;
        });

        Assert.Equal(Payload, received);
        Assert.Empty(messages.To(Queue.Name));
    }

    [Fact]
    public async Task Each_failure_is_sent_again_after_the_next_wait_under_a_new_key()
    {
        var message = First();
        var keys = new HashSet<string> { message.Key };
        foreach (var (wait, attempt) in Queue.Delays.Select((wait, attempt) => (wait, attempt + 1)))
        {
            time.Advance(TimeSpan.FromSeconds(30));

            await Consume(message, _ => throw new IOException("down"));

            message = messages.To(Queue.Name)[^1];
            Assert.Equal((attempt, time.GetUtcNow() + wait), (message.Attempt, message.NotBefore));
            Assert.Equal(Payload, consumer.DeadLetter(Queue, TestHostMessages.Body(message)));
            Assert.True(keys.Add(message.Key));
        }

        await Assert.ThrowsAsync<IOException>(() => Consume(message, _ => throw new IOException("down")));
        Assert.Equal(Queue.Delays.Count, messages.To(Queue.Name).Count);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(1, 2)]
    [InlineData(null, 2)]
    public async Task A_handler_can_extend_the_wait_but_not_shorten_it(int? asked, int waited)
    {
        await Consume(First(), _ => throw new RetryLaterException("busy", asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

        Assert.Equal(time.GetUtcNow().AddSeconds(waited), Assert.Single(messages.To(Queue.Name)).NotBefore);
    }

    [Fact]
    public async Task Work_cancelled_by_a_stopping_host_is_left_to_the_queue()
    {
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consumer.Consume(
            Queue,
            TestHostMessages.Body(First()),
            async (_, cancellation) =>
            {
                await stopping.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
            },
            stopping.Token));

        Assert.Empty(messages.To(Queue.Name));
    }

    [Fact]
    public async Task If_the_retry_cannot_be_sent_the_failure_is_thrown_and_the_queue_keeps_the_message()
    {
        messages.IsDown = true;

        await Assert.ThrowsAsync<IOException>(() => Consume(First(), _ => throw new InvalidOperationException()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("42")]
    public async Task A_body_that_is_not_a_message_is_not_handled(string body) =>
        await Assert.ThrowsAnyAsync<JsonException>(
            () => consumer.Consume(Queue, body, (_, _) => throw new InvalidOperationException("worked on"), CancellationToken.None));

    private static Message First() => Queue.Message("run", Payload);

    private Task Consume(Message message, Func<Order, Task> handle) =>
        consumer.Consume(Queue, TestHostMessages.Body(message), (result, _) => handle(result), CancellationToken.None);

    private sealed record Order(long Number, string Reason, DateTimeOffset At);
}
