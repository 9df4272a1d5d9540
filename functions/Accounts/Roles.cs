using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// Appoints admins and operators, and takes the role away, also by a ban or when the account leaves. There is always an admin.
/// </summary>
/// <remarks>
/// An appointment enters a new term on the roster, writes it into the account, and confirms it on the roster. Ending one first removes
/// the account from the roster, which is refused for the last admin, and then changes the account if its term is still the one that was
/// read. So whoever loses the role is off the roster before, and a term that was removed is never confirmed.
/// </remarks>
public sealed class Roles
{
    private readonly AccountStore accounts;
    private readonly AdminRoster roster;
    private readonly TimeProvider time;

    public Roles(AccountStore accounts, IDocuments documents, TimeProvider time)
    {
        (this.accounts, this.time) = (accounts, time);
        roster = new AdminRoster(documents, time);
    }

    /// <summary>Refuses a caller who may not decide about this account: only admins decide about operators and admins.</summary>
    /// <exception cref="Refusal">403 <c>forbidden</c>.</exception>
    public static void RequireRankOver(Account caller, Account account)
    {
        if (account.IsOperator && caller.Role != AccountRole.Admin)
            throw new Refusal(403, "forbidden", "Only an admin may do this to an operator.");
    }

    /// <summary>Whether the account is an admin who counts.</summary>
    public Task<bool> IsAdmin(long accountId, CancellationToken cancellation) => roster.Has(accountId, cancellation);

    /// <summary>Sets the role of an account.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>last_admin</c>, or <c>banned_account</c> for an appointment.</exception>
    public async Task<Account> Set(long accountId, AccountRole role, CancellationToken cancellation) => role == AccountRole.Admin
        ? await Appoint(accountId, cancellation)
        : (await Change(accountId, account => account with { Role = role }, cancellation)).Value;

    /// <summary>Changes an account by a change that may take the role of an admin away.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>; 409 <c>last_admin</c>.</exception>
    public Task<Document<Account>> Change(long accountId, Func<Account, Account> change, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<Document<Account>?> Try()
        {
            var before = (await accounts.Find(accountId, cancellation))?.Value ?? throw Refusal.NotFound("account");
            if (before.AdminTerm is not null && change(before).Role != AccountRole.Admin)
                await roster.Remove(accountId, cancellation);
            var isSameTerm = false;
            var changed = await accounts.Change(
                accountId,
                current =>
                {
                    isSameTerm = current.AdminTerm == before.AdminTerm;
                    if (!isSameTerm)
                        return current;
                    var after = change(current);
                    return after.Role == AccountRole.Admin ? after : after with { AdminTerm = null };
                },
                cancellation);
            return isSameTerm ? changed : null;
        }
    }

    private async Task<Account> Appoint(long accountId, CancellationToken cancellation)
    {
        var account = (await accounts.Find(accountId, cancellation))?.Value ?? throw Refusal.NotFound("account");
        if (account.Role == AccountRole.Admin && await roster.Has(accountId, cancellation))
            return account;
        var term = Guid.CreateVersion7().ToString("N");
        await roster.Enter(accountId, term, cancellation);
        var changed = await accounts.Change(
            accountId,
            current => current.Status == AccountStatus.Active
                ? current with { Role = AccountRole.Admin, AdminTerm = term }
                : throw new Refusal(409, "banned_account", "The account is banned. Lift the ban first."),
            cancellation);
        return await roster.Confirm(accountId, term, cancellation) ? changed.Value : throw DocumentChanges.Busy();
    }
}
