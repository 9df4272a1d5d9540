using System.Security.Cryptography;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>A token and the account it stands for.</summary>
public sealed record SignedIn(string Token, Session Session, Account Account);

/// <summary>Signing in and out, the same for every contract.</summary>
public sealed class SignIn(
    AccountStore accounts, IDocuments documents, Passwords passwords, SignInThrottle throttle, SessionTokens tokens, TimeProvider time)
{
    /// <summary>Checks identity and password.</summary>
    /// <exception cref="Refusal">
    /// 404 <c>no_such_account</c> and 401 <c>wrong_password</c>, which a contract may show as one; 403 <c>account_banned</c>;
    /// 429 <c>too_many_attempts</c>.
    /// </exception>
    public async Task<Account> Verify(string identity, string password, CancellationToken cancellation)
    {
        if (!Identity.IsPlausible(identity))
            throw new Refusal(404, "no_such_account", "There is no such account.");
        var value = Identity.Normalize(identity);
        await throttle.Count(value, cancellation);
        var account = (await accounts.FindByIdentity(value, cancellation))?.Value;
        if (!passwords.Verify(account, password))
        {
            throw account is null
                ? new Refusal(404, "no_such_account", "There is no such account.")
                : new Refusal(401, "wrong_password", "The password is wrong.");
        }
        await throttle.Forget(value, cancellation);
        return account!.Status == AccountStatus.Banned
            ? throw new Refusal(403, "account_banned", "This account has been shut by an operator.")
            : account;
    }

    /// <summary>Opens a session of an account.</summary>
    /// <param name="account">Whose it is.</param>
    /// <param name="lifetime">How long it lasts at the most.</param>
    /// <param name="client">What the client calls itself.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<SignedIn> Open(Account account, TimeSpan lifetime, string client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var session = new Session(id, now, now + lifetime, client.Length > 200 ? client[..200] : client);
        var stored = await documents.Commit(
            new Commit(AccountStore.Partition(account.Id)).Create(AccountStore.Sessions, SessionDocument(id), session, lifetime),
            cancellation);
        return stored.IsCommitted
            ? new SignedIn(tokens.Issue(new TokenClaims(account.Id, id), session.ExpireTime), session, account)
            : throw new InvalidOperationException("A random session id was drawn twice.");
    }

    /// <summary>Ends a session; its token is refused from the next request on.</summary>
    public Task End(long accountId, string sessionId, CancellationToken cancellation) =>
        documents.Commit(new Commit(AccountStore.Partition(accountId)).Delete(SessionDocument(sessionId)), cancellation);

    /// <summary>The id of a session's document in its account's partition.</summary>
    internal static string SessionDocument(string sessionId) => $"session-{sessionId}";
}
