using SneakerCheck.Accounts;

namespace SneakerCheck.Checks;

/// <summary>
/// Removes the checks of a deleted account and their photos. The fingerprints of the photos stay, without a name: a copy of a photo is
/// found after its first owner has left, too.
/// </summary>
public sealed class ChecksLeaving(CheckStore checks) : IAccountLeaving
{
    private const int PageSize = 100;

    public async Task Remove(long accountId, CancellationToken cancellation)
    {
        while ((await checks.List(accountId, null, PageSize, null, cancellation)).Items is { IsEmpty: false } found)
        {
            foreach (var check in found)
                await checks.DeleteOfLeaving(accountId, check.Value.Id, cancellation);
        }
    }
}
