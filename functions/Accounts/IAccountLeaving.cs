using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>What an area does when an account is deleted. Each area that keeps anything of accounts has one.</summary>
public interface IAccountLeaving
{
    /// <summary>Why the account cannot be deleted now, as a 409; null if nothing of this area keeps it.</summary>
    Task<Refusal?> Objection(Account account, CancellationToken cancellation) => Task.FromResult<Refusal?>(null);

    /// <summary>
    /// Removes what is the account's own. Called again after a failure, and once more when every request that had begun before is over;
    /// so it must be idempotent.
    /// </summary>
    Task Remove(long accountId, CancellationToken cancellation);
}
