using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Accounts;

/// <summary>Removes what is left of a deleted account.</summary>
public sealed class RemoveAccount(MessageConsumer consumer, AccountDeparture departure)
{
    [Function(nameof(RemoveAccount))]
    public Task Run(
        [ServiceBusTrigger(AccountQueues.DeparturesName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(
            AccountQueues.Departures, body, (order, cancel) => departure.Finish(order.AccountId, cancel), cancellation);
}
