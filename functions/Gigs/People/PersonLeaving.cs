using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.People;

/// <summary>
/// Removes profile, photo and memberships of a deleted account. An account that owns an organization cannot be deleted: its owner deletes
/// the organization first.
/// </summary>
public sealed class PersonLeaving(
    ProfileStore profiles, ProfilePhotos photos, OrganizationStore organizations, OrganizationDepartures departures)
    : IAccountLeaving
{
    /// <inheritdoc/>
    public async Task<Refusal?> Objection(Account account, CancellationToken cancellation)
    {
        var owned = (await organizations.ListOf(account.Id, cancellation)).Where(member => member.Status == MemberStatus.Owner);
        // Memberships of an organization that was just deleted may still be there.
        return (await organizations.FindMany(owned.Select(member => member.OrganizationId), cancellation)).Count > 0
            ? new Refusal(409, "owns_organization", "The account owns an organization. Delete it first.")
            : null;
    }

    /// <inheritdoc/>
    public async Task Remove(long accountId, CancellationToken cancellation)
    {
        foreach (var member in await organizations.ListOf(accountId, cancellation))
        {
            // Created while the account was being deleted.
            if (member.Status == MemberStatus.Owner && await organizations.Find(member.OrganizationId, cancellation) is not null)
                await departures.Dissolve(member.OrganizationId, cancellation);
            await organizations.RemoveGone(member, cancellation);
        }
        await profiles.Remove(accountId, photos, cancellation);
    }
}
