using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>The result of a sign-in.</summary>
public sealed record SignedIn(string Token, Session Session, Account Account);

/// <summary>From where somebody signs in.</summary>
/// <param name="Network">The network of the client.</param>
/// <param name="Device">The device by its cookie, whose account it may be of.</param>
public sealed record SignInClient(string Network, KnownDevice? Device = null);

/// <summary>Signs in and out, for all contracts.</summary>
public sealed class SignIn(
    AccountStore accounts,
    SessionStore sessions,
    Passwords passwords,
    SignInThrottle throttle,
    KnownDevices devices,
    ClientAddresses addresses,
    SessionTokens tokens)
{
    /// <summary>Verifies identity and password, opens a session and has the device known from now on.</summary>
    /// <exception cref="Refusal">What <see cref="Verify"/> refuses.</exception>
    public async Task<SignedIn> Run(
        HttpRequest request, string identity, string password, TimeSpan lifetime, CancellationToken cancellation)
    {
        var client = new SignInClient(addresses.Network(request), devices.Of(request));
        var account = await Verify(identity, password, client, cancellation);
        var signedIn = await Open(account, lifetime, request.Headers.UserAgent.ToString(), cancellation);
        devices.Remember(request, account);
        return signedIn;
    }

    /// <summary>Verifies identity and password.</summary>
    /// <exception cref="Refusal">
    /// 404 <c>no_such_account</c> and 401 <c>wrong_password</c>, which a contract may report as one error; 403 <c>account_banned</c>;
    /// 429 <c>too_many_attempts</c> or <c>busy</c>.
    /// </exception>
    public async Task<Account> Verify(string identity, string password, SignInClient client, CancellationToken cancellation)
    {
        if (!Identity.IsPlausible(identity))
            throw new Refusal(404, "no_such_account", "There is no such account.");
        using var place = passwords.Enter();
        var account = (await accounts.FindByIdentity(identity, cancellation))?.Value;
        var attempt = Attempt(account, identity, client);
        await throttle.Count(attempt, cancellation);
        var match = await passwords.Verify(account, password, cancellation);
        if (account is null || match == PasswordVerificationResult.Failed)
        {
            await throttle.Failed(attempt, cancellation);
            throw account is null
                ? new Refusal(404, "no_such_account", "There is no such account.")
                : new Refusal(401, "wrong_password", "The password is wrong.");
        }
        await throttle.Succeeded(attempt, cancellation);
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

    private static SignInAttempt Attempt(Account? account, string identity, SignInClient client) => account is null
        ? new SignInAttempt($"identity {Identity.Normalize(identity)}", null, client.Network)
        : new SignInAttempt(
            string.Create(CultureInfo.InvariantCulture, $"account {account.Id}"),
            client.Device is { } device && device.IsOf(account) ? device : null,
            client.Network);

    // The framework's hasher has become stricter since the password was set. The password itself is unchanged, so sessions stay.
    private async Task<Account> Rehash(Account account, string password, CancellationToken cancellation)
    {
        var hash = await passwords.Hash(password, cancellation);
        var changed = await accounts.Change(
            account.Id,
            current => current.PasswordHash == account.PasswordHash ? current with { PasswordHash = hash } : current,
            cancellation);
        return changed.Value;
    }
}
