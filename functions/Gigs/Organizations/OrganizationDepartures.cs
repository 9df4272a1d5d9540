using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>
/// Deletes organizations. With one commit they do not exist any more and their balance is on its way to the owner; what is left is removed
/// by a message.
/// </summary>
public sealed class OrganizationDepartures(
    OrganizationStore organizations,
    ProfilePhotos photos,
    Ledger ledger,
    GigPublishing gigs)
{
    /// <summary>Deletes an organization for its owner.</summary>
    /// <exception cref="Refusal">401 <c>insufficient_permission</c>; 404 <c>not_found</c>; 409 <c>gigs_hold_money</c>.</exception>
    public Task<Organization> Accept(long organizationId, long callerId, CancellationToken cancellation) => Delete(
        organizationId,
        organization =>
        {
            // The owner never changes, so this needs no part in the commit.
            if (organization.OwnerId != callerId)
                throw Membership.Insufficient();
        },
        cancellation);

    /// <summary>Deletes an organization whose owner's account is gone, so that its balance goes to the platform.</summary>
    /// <exception cref="Refusal">409 <c>gigs_hold_money</c>.</exception>
    internal Task<Organization> Dissolve(long organizationId, CancellationToken cancellation) =>
        Delete(organizationId, _ => { }, cancellation);

    /// <summary>Removes what is left of an organization that was deleted. Idempotent.</summary>
    internal async Task Finish(OrganizationDeparture departure, CancellationToken cancellation)
    {
        await gigs.DeleteAll(LedgerAccount.Organization(departure.OrganizationId), cancellation);
        if (departure.Photo is { } photo)
            await photos.Delete(photo, cancellation);
        await organizations.Finish(departure, cancellation);
    }

    private async Task<Organization> Delete(long organizationId, Action<Organization> require, CancellationToken cancellation)
    {
        LedgerEntry? left = null;
        var deleted = await organizations.Delete(organizationId, Settle, cancellation);
        if (left is not null)
            await ledger.CreditOrLater(left);
        return deleted;

        async Task<IReadOnlyList<Message>> Settle(Organization organization, Commit commit)
        {
            require(organization);
            // The wallet is read before the gigs are. One that is published in between takes from the wallet, so that the commit fails.
            var closing = await ledger.Close(
                commit,
                LedgerAccount.Organization(organizationId),
                LedgerAccount.User(organization.OwnerId),
                LedgerReason.OrganizationDeleted,
                cancellation);
            if (await ledger.HoldsEscrow(commit.Partition, cancellation))
            {
                throw new Refusal(
                    409, MoneyLeaving.HoldsEscrow, "Gigs of the organization still hold money. Withdraw, finish or delete them first.");
            }
            left = closing?.Entry;
            return closing is { } moved ? [moved.Message] : [];
        }
    }
}
