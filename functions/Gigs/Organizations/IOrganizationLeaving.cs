using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>What a part of this area does when an organization is deleted. Each part that keeps anything of organizations has one.</summary>
public interface IOrganizationLeaving
{
    /// <summary>
    /// Why the organization cannot be deleted now, as a 409; null if nothing keeps it. Asked within the change, and again if the
    /// organization was used meanwhile (<see cref="OrganizationStore.RequireOpen"/>).
    /// </summary>
    Task<Refusal?> Objection(Organization organization, CancellationToken cancellation) => Task.FromResult<Refusal?>(null);

    /// <summary>Removes what is the organization's own, when it does not exist any more. Idempotent.</summary>
    Task Remove(long organizationId, CancellationToken cancellation);
}
