using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Gigs.Money;

/// <summary>Whether the holder of an account of the ledger exists, so that it may be paid.</summary>
public sealed class LedgerHolders(AccountStore accounts, IDocuments documents)
{
    public async Task<bool> Exists(LedgerAccount account, CancellationToken cancellation) => account.Holder switch
    {
        LedgerHolder.Platform => true,
        LedgerHolder.User => await accounts.Find(account.Id, cancellation) is not null,
        LedgerHolder.Organization => await HasOrganization(OrganizationStore.Place(account.Id), cancellation),
        _ => false,
    };

    private async Task<bool> HasOrganization(DocumentPlace place, CancellationToken cancellation) =>
        await documents.Read(OrganizationStore.Kind, place.Partition, place.Id, cancellation) is not null;
}
