using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Platform.Messages;

/// <summary>A message that was committed together with the change it announces, and may not have been sent yet.</summary>
/// <param name="At">When it was committed, unix milliseconds.</param>
public sealed record OutboxEntry(Message Message, long At);

/// <summary>
/// Commits a change together with the messages that announce it, then sends them. A crash in between loses nothing, because
/// <see cref="SweepOutbox"/> sends what is left. A message may therefore be sent twice; its key lets the queue drop the duplicate.
/// A message that is not due for a while is left to the sweep from the start: sending it and deleting its document would cost the
/// request two more writes without delivering anything earlier.
/// </summary>
public sealed partial class Outbox(IDocuments documents, IMessageSender sender, TimeProvider time, ILogger<Outbox> logger)
{
    /// <summary>Outbox documents are in the partition of the change they announce.</summary>
    public static readonly DocumentKind<OutboxEntry> Kind = new("outbox", OutboxJson.Default.OutboxEntry);

    // The sweep runs more often than this, so it sends later messages in time.
    private static readonly TimeSpan SendAtOnceWithin = TimeSpan.FromMinutes(2);

    private const int ParallelSends = 16;

    /// <summary>Commits the change with the messages, then sends those that are due soon. A failure to send is only logged.</summary>
    public async Task<CommitResult> Commit(Commit commit, IReadOnlyList<Message> messages, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        foreach (var message in messages)
            commit.Create(Kind, DocumentId(message), new OutboxEntry(message, now.ToUnixTimeMilliseconds()));
        var result = await documents.Commit(commit, cancellation);
        if (result.IsCommitted)
        {
            foreach (var message in messages.Where(message => message.NotBefore is null || message.NotBefore < now + SendAtOnceWithin))
                await TrySend(commit.Partition, message);
        }
        return result;
    }

    /// <summary>Sends the messages that were committed up to <paramref name="before"/> and not sent; returns how many it sent.</summary>
    public async Task<int> SendPending(DateTimeOffset before, CancellationToken cancellation = default)
    {
        var query = new DocumentQuery
        {
            Conditions = [new("at", Comparison.LessOrEqual, before.ToUnixTimeMilliseconds())],
        };
        var sent = 0;
        do
        {
            var page = await documents.Query(Kind, query, cancellation);
            await Parallel.ForEachAsync(
                page.Items,
                new ParallelOptions { MaxDegreeOfParallelism = ParallelSends, CancellationToken = cancellation },
                async (entry, _) =>
                {
                    if (await TrySend(entry.Partition, entry.Value.Message))
                        Interlocked.Increment(ref sent);
                });
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return sent;
    }

    // Not cancelled with the request: the change is committed, so its messages must be sent.
    private async Task<bool> TrySend(string partition, Message message)
    {
        try
        {
            await sender.Send(message);
            await documents.Commit(new Commit(partition).Delete(DocumentId(message)));
            return true;
        }
        catch (Exception exception)
        {
            LogNotSent(exception, message.Queue, message.Key);
            return false;
        }
    }

    private static string DocumentId(Message message) => $"outbox-{message.Queue}-{message.Key}";

    [LoggerMessage(LogLevel.Warning, "Message {Key} for queue {Queue} was not sent. The sweep will send it.")]
    private partial void LogNotSent(Exception exception, string queue, string key);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OutboxEntry))]
internal sealed partial class OutboxJson : JsonSerializerContext;
