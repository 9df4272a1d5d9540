using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Ensures at each start that the configured operator exists and has the operator role and the configured password.</summary>
public sealed class EnsureOperator(
    AccountStore accounts, Passwords passwords, IOptions<OperatorOptions> options, TimeProvider time)
{
    /// <summary>Creates or updates the operator's account. Idempotent.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var (email, password) = (options.Value.Email, options.Value.Password);
        if (email.Length == 0 || password.Length == 0)
            return;
        var existing = await accounts.FindByIdentity(email, cancellation);
        if (existing is null)
        {
            try
            {
                using var place = passwords.Enter();
                var hash = await passwords.Hash(password, cancellation);
                await accounts.Create(
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
                    cancellation);
                return;
            }
            catch (Refusal refusal) when (refusal.Code == "email_taken")
            {
                // Another instance that starts at the same time has created it.
                existing = await accounts.FindByIdentity(email, cancellation);
            }
        }
        if (existing is { Value: var account } && !await IsAsConfigured(account, password, cancellation))
        {
            // A new password also signs out whoever registered with this address before, or knew the old password.
            using var place = passwords.Enter();
            var hash = await passwords.Hash(password, cancellation);
            await accounts.Change(
                account.Id, current => current.WithPassword(hash) with { Role = AccountRole.Operator }, cancellation);
        }
    }

    private async Task<bool> IsAsConfigured(Account account, string password, CancellationToken cancellation)
    {
        if (account.Role != AccountRole.Operator)
            return false;
        using var place = passwords.Enter();
        return await passwords.Verify(account, password, cancellation) != PasswordVerificationResult.Failed;
    }
}
