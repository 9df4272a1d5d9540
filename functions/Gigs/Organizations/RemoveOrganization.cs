using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Removes what is left of a deleted organization.</summary>
public sealed class RemoveOrganization(MessageConsumer consumer, OrganizationDepartures departures)
{
    [Function(nameof(RemoveOrganization))]
    public Task Run(
        [ServiceBusTrigger(OrganizationQueues.DeparturesName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(OrganizationQueues.Departures, body, departures.Finish, cancellation);
}
