using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Gigs.Money;

/// <summary>A document whose existence is all that matters here.</summary>
internal sealed record Presence;

/// <summary>Whether the holder of an account of the ledger exists, so that it may be paid.</summary>
public sealed class LedgerHolders(AccountStore accounts, IDocuments documents)
{
    private static readonly DocumentKind<Presence> Organizations = new("organization", LedgerJson.Default.Presence);

    public async Task<bool> Exists(LedgerAccount account, CancellationToken cancellation) => account.Holder switch
    {
        LedgerHolder.Platform => true,
        LedgerHolder.User => await accounts.Find(account.Id, cancellation) is not null,
        LedgerHolder.Organization =>
            await documents.Read(Organizations, account.Partition, "organization", cancellation) is not null,
        _ => false,
    };
}
