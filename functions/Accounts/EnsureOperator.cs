using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Ensures at each start that the configured operator exists and is an admin with the configured password.</summary>
public sealed class EnsureOperator(
    AccountStore accounts, Roles roles, Passwords passwords, IOptions<OperatorOptions> options, TimeProvider time)
{
    /// <summary>Creates or updates the operator's account. Idempotent.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var (email, password) = (options.Value.Email, options.Value.Password);
        if (email.Length == 0 || password.Length == 0)
            return;
        var account = await Ensure(email, password, cancellation);
        // A ban is not lifted: instances start at any time, and would undo what an admin decided.
        if (account.Status == AccountStatus.Active && !(account.Role == AccountRole.Admin && await roles.IsAdmin(account.Id, cancellation)))
            await roles.Set(account.Id, AccountRole.Admin, cancellation);
    }

    private async Task<Account> Ensure(string email, string password, CancellationToken cancellation)
    {
        var existing = await accounts.FindByIdentity(email, cancellation);
        if (existing is null)
        {
            try
            {
                using var place = passwords.Enter();
                var hash = await passwords.Hash(password, cancellation);
                return (await accounts.Create(
                    id => new Account(
                        id,
                        "operator",
                        null,
                        Identity.Email(email),
                        null,
                        hash,
                        AccountRole.Operator,
                        AccountStatus.Active,
                        Account.NewAccountQuota,
                        0,
                        time.GetUtcNow()),
                    cancellation)).Value;
            }
            catch (Refusal refusal) when (refusal.Code == "email_taken")
            {
                // Another instance that starts at the same time has created it.
                existing = await accounts.FindByIdentity(email, cancellation);
            }
        }
        var account = existing?.Value ?? throw DocumentChanges.Busy();
        if (!await IsAsConfigured(account, password, cancellation))
        {
            // A new password also signs out whoever registered with this address before, or knew the old password.
            using var place = passwords.Enter();
            var hash = await passwords.Hash(password, cancellation);
            return (await accounts.Change(
                account.Id,
                current => current.WithPassword(hash) with { Role = current.IsOperator ? current.Role : AccountRole.Operator },
                cancellation)).Value;
        }
        return account;
    }

    private async Task<bool> IsAsConfigured(Account account, string password, CancellationToken cancellation)
    {
        if (!account.IsOperator)
            return false;
        using var place = passwords.Enter();
        return await passwords.Verify(account, password, cancellation) != PasswordVerificationResult.Failed;
    }
}
