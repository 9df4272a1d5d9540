using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;

namespace SneakerCheck.Gigs;

/// <summary>
/// Deletes the gigs of a deleted account. Those that hold money keep the account (<see cref="MoneyLeaving"/>), so what is left is
/// pending, finished, or unpaid work. Before the wallet is closed, so that what was published meanwhile returns to it.
/// </summary>
public sealed class GigsLeaving(GigPublishing publishing) : IAccountLeaving
{
    /// <inheritdoc/>
    public Task Remove(long accountId, CancellationToken cancellation) =>
        publishing.DeleteAll(LedgerAccount.User(accountId), cancellation);
}
