using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Money;

/// <summary>
/// Keeps a credit that has failed for half a day: lists it for operators, and orders it again. Money in transit is never given up.
/// </summary>
public sealed partial class ParkCredit(
    MessageConsumer consumer, IDocuments documents, Outbox outbox, TimeProvider time, ILogger<ParkCredit> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    [Function(nameof(ParkCredit))]
    public async Task Run(
        [ServiceBusTrigger(LedgerQueues.CreditsName + "/$deadletterqueue", Connection = "ServiceBus")] string body,
        CancellationToken cancellation)
    {
        // The entry of one that cannot be read stays in transit, and the proof of the ledger lists it.
        if (consumer.DeadLetter(LedgerQueues.Credits, body) is not { } order)
            return;
        LogParked(order.Entry.Id, order.Entry.Amount, $"{order.Entry.To}");
        await DocumentChanges.Retry(time, Park, cancellation);

        async Task<bool?> Park()
        {
            var now = time.GetUtcNow();
            var (entry, partition) = (order.Entry, ParkedCredit.Partition);
            var commit = await documents.Read(ParkedCredit.Kind, partition, entry.Id, cancellation) is { } before
                ? new Commit(partition).Replace(ParkedCredit.Kind, before, before.Value with { Times = before.Value.Times + 1 })
                : new Commit(partition).Create(ParkedCredit.Kind, entry.Id, new ParkedCredit(entry, now, 1));
            var again = LedgerQueues.Credits.Message(
                $"again-{entry.Id}-{now.ToUnixTimeMilliseconds()}", new CreditOrder(entry, IsParked: true), now + Pause);
            return (await outbox.Commit(commit, [again], cancellation)).IsCommitted ? true : null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The credit of entry {Id}, {Amount} to {Payee}, has failed for half a day; again in an hour.")]
    private partial void LogParked(string id, long amount, string payee);
}
