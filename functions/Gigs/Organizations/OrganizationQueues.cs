using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Organizations;

internal static class OrganizationQueues
{
    public const string DeparturesName = "organization-departures";

    /// <summary>Organizations to remove the rest of. A message's key is the organization's id.</summary>
    public static readonly MessageQueue<OrganizationDeparture> Departures = new(
        DeparturesName,
        OrganizationJson.Default.OrganizationDeparture,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(12));
}
