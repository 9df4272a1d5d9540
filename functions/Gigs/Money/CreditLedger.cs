using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Money;

/// <summary>Gives payees what payers have been charged, where the request that did so has not.</summary>
public sealed class CreditLedger(MessageConsumer consumer, Ledger ledger, IDocuments documents)
{
    [Function(nameof(CreditLedger))]
    public Task Run(
        [ServiceBusTrigger(LedgerQueues.CreditsName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(LedgerQueues.Credits, body, Credit, cancellation);

    private async Task Credit(CreditOrder order, CancellationToken cancellation)
    {
        await ledger.Credit(order.Entry, cancellation);
        if (order.IsParked)
            await documents.Commit(new Commit(ParkedCredit.Partition).Delete(order.Entry.Id), cancellation);
    }
}
