using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Platform.Messages;

/// <summary>A message that was committed together with the change it tells of, and may not be sent yet.</summary>
/// <param name="Message">What to send.</param>
/// <param name="At">When it was committed, unix milliseconds.</param>
public sealed record OutboxEntry(Message Message, long At);

/// <summary>
/// Commits a change and the messages that tell of it as one, then sends them. A crash in between loses nothing:
/// <see cref="SweepOutbox"/> sends what is left. A message can therefore be sent twice; its key makes the queue drop the second.
/// A message that is not due for a while is left to the sweep from the start: sending it and deleting its document would cost the
/// request two more writes for nothing.
/// </summary>
public sealed partial class Outbox(IDocuments documents, IMessageSender sender, TimeProvider time, ILogger<Outbox> logger)
{
    /// <summary>Outbox documents lie in the partition of the change they tell of.</summary>
    public static readonly DocumentKind<OutboxEntry> Kind = new("outbox", OutboxJson.Default.OutboxEntry);

    /// <summary>A message that is due later than this is left to the sweep, which runs more often.</summary>
    private static readonly TimeSpan LeftToSweep = TimeSpan.FromMinutes(2);

    /// <summary>How many messages the sweep sends at a time.</summary>
    private const int MostAtOnce = 16;

    /// <summary>Commits the change with the messages, then sends those that are due soon. Failing to send is not an error here.</summary>
    public async Task<CommitResult> Commit(Commit commit, IReadOnlyList<Message> messages, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        foreach (var message in messages)
            commit.Create(Kind, DocumentId(message), new OutboxEntry(message, now.ToUnixTimeMilliseconds()));
        var result = await documents.Commit(commit, cancellation);
        if (result.IsCommitted)
        {
            foreach (var message in messages.Where(message => message.NotBefore is null || message.NotBefore < now + LeftToSweep))
                await TrySend(commit.Partition, message);
        }
        return result;
    }

    /// <summary>Sends what was committed before <paramref name="before"/> and not sent; returns how many were.</summary>
    public async Task<int> SendLeft(DateTimeOffset before, CancellationToken cancellation = default)
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
                new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation },
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

    // Not cancelled with the request: the change is committed, so telling of it is no longer the caller's choice.
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

    [LoggerMessage(LogLevel.Warning, "Message {Key} for {Queue} was not sent; the sweep will send it.")]
    private partial void LogNotSent(Exception exception, string queue, string key);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OutboxEntry))]
internal sealed partial class OutboxJson : JsonSerializerContext;
