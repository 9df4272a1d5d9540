using Microsoft.AspNetCore.Identity;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>The result of a sign-in.</summary>
public sealed record SignedIn(string Token, Session Session, Account Account);

/// <summary>Signs in and out, for all contracts.</summary>
public sealed class SignIn(
    AccountStore accounts, SessionStore sessions, Passwords passwords, SignInThrottle throttle, SessionTokens tokens)
{
    /// <summary>Verifies identity and password.</summary>
    /// <exception cref="Refusal">
    /// 404 <c>no_such_account</c> and 401 <c>wrong_password</c>, which a contract may report as one error; 403 <c>account_banned</c>;
    /// 429 <c>too_many_attempts</c>.
    /// </exception>
    public async Task<Account> Verify(string identity, string password, CancellationToken cancellation)
    {
        if (!Identity.IsPlausible(identity))
            throw new Refusal(404, "no_such_account", "There is no such account.");
        var value = Identity.Normalize(identity);
        await throttle.Count(value, cancellation);
        var account = (await accounts.FindByIdentity(value, cancellation))?.Value;
        var match = passwords.Verify(account, password);
        if (account is null)
            throw new Refusal(404, "no_such_account", "There is no such account.");
        if (match == PasswordVerificationResult.Failed)
            throw new Refusal(401, "wrong_password", "The password is wrong.");
        await throttle.Forget(value, cancellation);
        if (account.Status == AccountStatus.Banned)
            throw new Refusal(403, "account_banned", "An operator has banned this account.");
        return match == PasswordVerificationResult.SuccessRehashNeeded ? await Rehash(account, password, cancellation) : account;
    }

    /// <summary>Opens a session and issues its token.</summary>
    public async Task<SignedIn> Open(Account account, TimeSpan lifetime, string client, CancellationToken cancellation)
    {
        var session = await sessions.Open(account, lifetime, client, cancellation);
        return new SignedIn(tokens.Issue(new TokenClaims(account.Id, session.Id), session.ExpireTime), session, account);
    }

    /// <summary>Ends a session. Its token is refused from the next request on.</summary>
    public Task End(long accountId, string sessionId, CancellationToken cancellation) =>
        sessions.End(accountId, sessionId, cancellation);

    // The framework's hasher has become stricter since the password was set. The password itself is unchanged, so sessions stay.
    private async Task<Account> Rehash(Account account, string password, CancellationToken cancellation)
    {
        var hash = passwords.Hash(password);
        var changed = await accounts.Change(
            account.Id,
            current => current.PasswordHash == account.PasswordHash ? current with { PasswordHash = hash } : current,
            cancellation);
        return changed.Value;
    }
}
