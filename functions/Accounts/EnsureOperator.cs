using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Sees at every start that the configured operator exists, is one, and has the configured password.</summary>
public sealed class EnsureOperator(
    AccountStore accounts, Passwords passwords, IOptions<OperatorOptions> options, TimeProvider time) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (email, password) = (options.Value.Email, options.Value.Password);
        if (email.Length == 0 || password.Length == 0)
            return;
        var existing = await accounts.FindByIdentity(email, cancellationToken);
        if (existing is null)
        {
            try
            {
                await accounts.Create(
                    id => new Account(
                        id,
                        "operator",
                        null,
                        Identity.Email(email),
                        null,
                        passwords.Hash(password),
                        AccountRole.Operator,
                        AccountStatus.Active,
                        Account.NewAccountQuota,
                        0,
                        time.GetUtcNow()),
                    cancellationToken);
                return;
            }
            catch (Refusal refusal) when (refusal.Code == "email_taken")
            {
                // Another instance, starting at the same moment, made it.
                existing = await accounts.FindByIdentity(email, cancellationToken);
            }
        }
        if (existing is { Value: var account } && !IsAsConfigured(account, password))
        {
            // Whoever registered with this address before, or knew the old password, is signed out.
            var hash = passwords.Hash(password);
            await accounts.Change(
                account.Id, current => current.WithPassword(hash) with { Role = AccountRole.Operator }, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsAsConfigured(Account account, string password) =>
        account.Role == AccountRole.Operator && passwords.Verify(account, password) != PasswordVerificationResult.Failed;
}
