using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>The signed-in account that makes a request.</summary>
/// <param name="Account">The account as stored at the time of the request.</param>
/// <param name="SessionId">The session of the token.</param>
public sealed record Caller(Account Account, string SessionId)
{
    public long Id => Account.Id;

    public bool IsOperator => Account.IsOperator;
}

/// <summary>Authenticates a request by the token that all contracts share.</summary>
public sealed class Authentication(SessionTokens tokens, SessionStore sessions, TimeProvider time) : IAuthenticator<Caller>
{
    /// <summary>
    /// Returns the caller, or why there is none. Session and account are read on every request, so that signing out, a ban and a
    /// new password take effect at once.
    /// </summary>
    public async Task<(Caller? Caller, AccessFault? Fault)> Authenticate(HttpRequest request, CancellationToken cancellation)
    {
        if (Token(request) is not { Length: > 0 } token)
            return (null, AccessFault.Missing);
        var (claims, fault) = tokens.Verify(token);
        if (claims is null)
            return (null, fault == TokenFault.Expired ? AccessFault.Expired : AccessFault.Invalid);
        var (account, session) = await Find(claims, cancellation);
        if (account is null || session is null)
            return (null, AccessFault.Invalid);
        if (account.Status == AccountStatus.Banned)
            return (null, AccessFault.Banned);
        return session.IsLive(account, time.GetUtcNow())
            ? (new Caller(account, session.Id), null)
            : (null, AccessFault.Invalid);
    }

    // The two reads are not one snapshot. If the generations differ, a password change may have just moved the session to the
    // new one, so read once more.
    private async Task<(Account? Account, Session? Session)> Find(TokenClaims claims, CancellationToken cancellation)
    {
        var found = await Read(claims, cancellation);
        return found is { Account: { } account, Session: { } session } && session.Generation != account.Generation
            ? await Read(claims, cancellation)
            : found;
    }

    private async Task<(Account? Account, Session? Session)> Read(TokenClaims claims, CancellationToken cancellation)
    {
        var (session, account) = await sessions.FindWithAccount(claims.AccountId, claims.SessionId, cancellation);
        return (account, session);
    }

    // "Authorization: Bearer T", "JWT T" or just "T"; otherwise the cookie.
    private static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString().Trim();
        if (header.Length == 0)
            return request.Cookies[SessionTokens.Cookie];
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return header;
        var scheme = header[..space];
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("JWT", StringComparison.OrdinalIgnoreCase)
            ? header[(space + 1)..].Trim()
            : header;
    }
}
